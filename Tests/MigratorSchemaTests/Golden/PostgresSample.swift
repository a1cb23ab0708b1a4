import MigrationDSL

extension DeclaredSchema {
    static let postgresSample = DeclaredSchema {
        SchemaName("pg_s/*2")
        SchemaName("pg_s_1")
        EnumType("pg_e_3", ["low", #"it's "high""#, #"a\b"#, "pg_valueorder4"])
        EnumType("pg_e_5", ["low", #"it's "high""#, #"a\b"#, "pg_value/*6"])
        CompositeType("pg_p_9", [.init("pg_a_10", .double), .init("pg_bünïcode11", .text, collate: #""C""#)])
        Domain(
            ObjectName("pg_d_7", schema: "pg_s/*2"),
            .integer,
            default: 5,
            nullable: false,
            checks: [Check("VALUE BETWEEN 0 AND 100", name: "pg_range_8")]
        )
        NumberSequence(
            "pg_n_12",
            type: .integer,
            start: 1000,
            increment: -1,
            minimum: -5000,
            maximum: 5000,
            cache: 2
        )
        NumberSequence("pg_numbers_93").owned(by: "pg_counted_92", "id")
        DeclaredSchema.pgBase89
        DeclaredSchema.pgCircle86
        DeclaredSchema.pgS2PgCircleitS85
        DeclaredSchema.pgCircle87
        DeclaredSchema.pgCounted92
        DeclaredSchema.pgHeirX90
        DeclaredSchema.pgIdentified95
        DeclaredSchema.pgParted88
        DeclaredSchema.pgPartsemiColon91
        DeclaredSchema.pgTMixed69
        DeclaredSchema.pgS1PgT13
        DeclaredSchema.pgTX34
        DeclaredSchema.pgT78
        DeclaredSchema.pgS2PgTitS24
        DeclaredSchema.pgS1PgT39
        DeclaredSchema.pgS1PgT57
        DeclaredSchema.pgS1PgT65
        View(
            ObjectName("pg_mv_101", schema: "pg_s/*2"),
            as: #"SELECT id FROM "pg_s_1"."pg_t_57""#,
            materialized: true,
            withData: false
        )
        .storage(["fillfactor": "70"])
        Index("pg_ix_102", on: ObjectName("pg_mv_101", schema: "pg_s/*2"), columns: ["id"], unique: true)
        View(
            "pg_v_97",
            columns: ["pg_x_98"],
            as: """
                SELECT id
                FROM "pg_s_1"."pg_t_57" -- all
                """
        )
        View(ObjectName("pg_v_99", schema: "pg_s/*2"), as: #"SELECT * FROM "pg_v_97""#)
        View(
            ObjectName("pg_v_100", schema: "pg_s_1"),
            as: #"SELECT id FROM "pg_s_1"."pg_t_57""#,
            options: ViewOptions(securityBarrier: true, check: .local)
        )
        Function(
            "pg_proc_105",
            "IN n integer",
            #"CREATE PROCEDURE "pg_proc_105"(n integer) LANGUAGE sql AS 'DELETE FROM later WHERE 1 = 2'"#,
            procedure: true
        )
        Function(
            "pg_stamp_103",
            "",
            """
            CREATE FUNCTION "pg_stamp_103"() RETURNS trigger LANGUAGE plpgsql AS $body$
            BEGIN
                -- $1 'it''s'
                RETURN NEW;
            END
            $body$
            """
        )
        .comment(".")
        Trigger(
            "pg_tr_104",
            on: "pg_t(x)34",
            """
            CREATE TRIGGER "pg_tr_104" BEFORE UPDATE ON "pg_t(x)34"
                FOR EACH ROW EXECUTE FUNCTION "pg_stamp_103"()
            """
        )
        Policy("pg_porder106", on: "pg_t(x)34", permissive: false, for: .select, using: "true")
            .comment(#"it's \ "x""#)
        Opaque(
            "rule",
            "pg_rule_107",
            #"CREATE RULE "pg_rule_107" AS ON DELETE TO "pg_t(x)34" DO ALSO NOTHING;"#,
            on: "pg_t(x)34"
        )
    }

    static let pgBase89 = DeclaredSchema {
        Table("pg_base_89") {
            Column("id", .integer).primaryKey()
        }
        .unlogged()
    }

    static let pgCircle86 = DeclaredSchema {
        Table("pg_circle_86") {
            Column("id", .integer).primaryKey().references("pg_circle_86", name: "self_1")
            Column("next", .integer).references("pg_circle/*87")
        }
    }

    static let pgS2PgCircleitS85 = DeclaredSchema {
        Table(ObjectName("pg_circleit's85", schema: "pg_s/*2")) {
            Column("id", .integer)
                .primaryKey()
                .references(ObjectName("pg_circleit's85", schema: "pg_s/*2"), name: "self_0")
            Column("next", .integer).references("pg_circle_86")
        }
    }

    static let pgCircle87 = DeclaredSchema {
        Table("pg_circle/*87") {
            Column("id", .integer).primaryKey().references("pg_circle/*87", name: "self_2")
            Column("next", .integer).references(ObjectName("pg_circleit's85", schema: "pg_s/*2"))
        }
    }

    static let pgCounted92 = DeclaredSchema {
        Table("pg_counted_92") {
            Column("id", .bigInt).primaryKey().default(.expression(#"nextval('"pg_numbers_93"'::regclass)"#))
            Column("during", .int4range).unique(name: "one_during_13")
            Exclude([.init("during", with: "&&")], name: "pg_ex_94")
        }
    }

    static let pgHeirX90 = DeclaredSchema {
        Table("pg_heir(x)90") {
            Column("more", .text)
        }
        .inherits(from: "pg_base_89")
    }

    static let pgIdentified95 = DeclaredSchema {
        Table("pg_identified_95") {
            Column("a", .integer).notNull()
        }
        .replicaIdentity(.index("pg_ix_96"))
        Index("pg_ix_96", on: "pg_identified_95", columns: ["a"], unique: true)
    }

    static let pgParted88 = DeclaredSchema {
        Table("pg_parted_88") {
            Column("day", .date).notNull()
            Column("note", .text)
        }
        .partitioned(by: "RANGE (day)")
    }

    static let pgPartsemiColon91 = DeclaredSchema {
        Table("pg_partsemi;colon91") {}
            .partition(of: "pg_parted_88", "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')")
    }

    static let pgTMixed69 = DeclaredSchema {
        Table("pg_t Mixed 69") {
            Column("id", .integer).primaryKey().identity(.always)
            Column("pg_c_70", .custom(postgres: "name", sqlite: "TEXT"))
            Column("pg_c_71", .macaddr8).check(#""pg_c_71" IS NOT NULL"#, name: "pg_ck_72")
            Column("pg_c_73", .point)
            Column("pg_c_74", .decimal).notNull()
            Column("pg_c(x)75", .string(300)).default("").check(#""pg_c(x)75" IS NOT NULL"#)
        }
        Index("pg_ix_77", on: "pg_t Mixed 69", columns: [.column("id").nulls(first: true)], include: ["id"])
        Index(#"pg_ixquo"te76"#, on: "pg_t Mixed 69", columns: ["id"], storage: ["fillfactor": "80"])
    }

    static let pgS1PgT13 = DeclaredSchema {
        Table(ObjectName("pg_t_13", schema: "pg_s_1")) {
            Column("id", .uuid).primaryKey()
            Column(#"pg_cback\slash14"#, .cidr).comment("\"\"\".")
            Column("pg_cünïcode15", .integer)
            Column("pg_c_16", .boolean).notNull()
            Column("pg_c_17", .timestamp).default(.value(.timestamp("2024-02-29 12:30:00")))
            Column("pg_c_18", .char(3))
            Column("pg_c_19", .text).default("low")
            Column("pg_c_20", .macaddr8).unique()
            Column("pg_c_21", .bigInt)
            Check(
                #"""
                "id" IS NOT NULL
                    OR "pg_cback\slash14" IS NOT NULL
                """#,
                name: "pg_ck_22"
            )
        }
        Index(
            "pg_ix_23",
            on: ObjectName("pg_t_13", schema: "pg_s_1"),
            columns: [.column("pg_c_21").nulls(first: false)],
            unique: true
        )
    }

    static let pgTX34 = DeclaredSchema {
        Table("pg_t(x)34") {
            Column("id", .bigInt).primaryKey(name: "pg_pk--35")
            Column("pg_cünïcode36", .smallInt)
            Column("pg_c Mixed 37", .timeTZ)
            Column("pg_r--38", .uuid).references(ObjectName("pg_t_13", schema: "pg_s_1"), onDelete: .setNull)
        }
    }

    static let pgT78 = DeclaredSchema {
        Table("pg_t_78") {
            Column("id", .integer).primaryKey(name: "pg_pk_79")
            Column("pg_c_80", .interval(.yearToMonth)).notNull().comment(#"it's "quoted"."#)
            Column("pg_c_81", .json).default(.value(["a", 1, nil, true]))
            Column("pg_c_82", .char(3)).notNull().default("abc")
            Column("pg_c_83", .timestampTZ).notNull()
            Column("pg_g_84", .integer).generated(as: #""id" + 1"#)
        }
        .replicaIdentity(.full)
    }

    static let pgS2PgTitS24 = DeclaredSchema {
        Table(ObjectName("pg_tit's24", schema: "pg_s/*2")) {
            Column("id", .uuid).primaryKey(name: #"pg_pkback\slash25"#)
            Column("pg_csemi;colon26", .enumeration("pg_e_3")).unique(name: "pg_uq_27")
            Column("pg_c_28", .point)
            Column("pg_cünïcode29", .custom("text")).notNull()
            Column("pg_c_30", .boolean).unique(name: "pg_uq_31").default(false)
            Column("pg_r_32", .uuid).references(ObjectName("pg_t_13", schema: "pg_s_1"))
        }
        Index(
            "pg_ix_33",
            on: ObjectName("pg_tit's24", schema: "pg_s/*2"),
            columns: [.column("pg_r_32").nulls(first: false)],
            where: #""pg_r_32" IS NOT NULL"#
        )
    }

    static let pgS1PgT39 = DeclaredSchema {
        Table(ObjectName("pg_t_39", schema: "pg_s_1")) {
            Column("id", .integer).primaryKey()
            Column(#"pg_cback\slash40"#, .varbit).notNull().unique(name: "pg_uq_41")
            Column(#"pg_cback\slash42"#, .real).default(1.5)
            Column("pg_cünïcode43", .text).default("plain").collate(#""C""#)
            Column("pg_c_44", .time).notNull()
            Column("pg_corder45", .timestampTZ)
                .unique()
                .check(#""pg_corder45" IS NOT NULL"#, name: "pg_ck(x)46")
            Column("pg_c_47", .tstzrange)
            Column(#"pg_cback\slash48"#, .bigInt).unique().comment("ends with a space .")
            Column(#"pg_gback\slash49"#, .integer).generated(as: #""id" + 1"#)
            Column(#"pg_rback\slash50"#, .uuid)
                .references(ObjectName("pg_tit's24", schema: "pg_s/*2"), deferrable: .initiallyImmediate)
            Column("pg_r_51", .bigInt).references("pg_t(x)34", name: "pg_fk_52")
            Check(
                #"""
                "id" IS NOT NULL
                    OR "pg_cback\slash40" IS NOT NULL
                """#,
                name: "pg_ck_53"
            )
            Unique([#"pg_gback\slash49"#, "id"], name: "pg_uq_54", nullsNotDistinct: true)
        }
        Index(
            "pg_ix_55",
            on: ObjectName("pg_t_39", schema: "pg_s_1"),
            columns: [.column("pg_r_51").descending()],
            where: #""pg_r_51" IS NOT NULL"#,
            include: ["id"],
            storage: ["fillfactor": "80"]
        )
        Index(
            "pg_ix_56",
            on: ObjectName("pg_t_39", schema: "pg_s_1"),
            columns: [.column("pg_r_51").nulls(first: true)],
            where: #""pg_r_51" IS NOT NULL"#
        )
        .comment(
            """
            two
            lines.
            """
        )
    }

    static let pgS1PgT57 = DeclaredSchema {
        Table(ObjectName("pg_t_57", schema: "pg_s_1")) {
            Column("id", .integer).primaryKey(name: "pg_pk Mixed 58")
            Column("pg_c(x)59", .string(300)).default("")
            Column("pg_c_60", .smallSerial).notNull()
            Column("pg_r_61", .bigInt).references("pg_t(x)34", name: "pg_fk_62")
        }
        .storage(["autovacuum_enabled": "false", "fillfactor": "70"])
        Index(
            "pg_ix_63",
            on: ObjectName("pg_t_57", schema: "pg_s_1"),
            columns: [.column("pg_r_61").descending().nulls(first: false)]
        )
        Index(
            "pg_ix_64",
            on: ObjectName("pg_t_57", schema: "pg_s_1"),
            columns: [.column("pg_r_61").nulls(first: true)],
            where: #""pg_r_61" IS NOT NULL"#,
            include: ["id"],
            storage: ["fillfactor": "80"]
        )
    }

    static let pgS1PgT65 = DeclaredSchema {
        Table(ObjectName("pg_t_65", schema: "pg_s_1")) {
            Column("id", .bigInt).primaryKey().identity()
            Column("pg_cit's66", .datemultirange).notNull().unique()
            Column("pg_c_67", .interval(precision: 2))
            Column("pg_c_68", .timestamp(0))
        }
        .storage(["autovacuum_enabled": "false", "fillfactor": "70"])
    }
}
