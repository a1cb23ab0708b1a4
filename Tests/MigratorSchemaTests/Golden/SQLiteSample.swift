import MigrationDSL

extension DeclaredSchema {
    static let sqliteSample = DeclaredSchema {
        DeclaredSchema.liteCircle83
        DeclaredSchema.liteCircle82
        DeclaredSchema.liteCircle81
        DeclaredSchema.liteT1
        DeclaredSchema.liteT10
        DeclaredSchema.liteT20
        DeclaredSchema.liteTorder50
        DeclaredSchema.liteTbackSlash30
        DeclaredSchema.liteTquoTe40
        DeclaredSchema.liteT56
        DeclaredSchema.liteT70
        View(
            "lite_v_84",
            columns: ["lite_x_85"],
            as: """
                SELECT id
                FROM "lite_t_70" -- all
                """
        )
        View("lite_v_86", as: #"SELECT * FROM "lite_v_84""#)
        Trigger(
            "lite_tr_87",
            on: "lite_t_10",
            """
            CREATE TRIGGER "lite_tr_87" AFTER INSERT ON "lite_t_10"
            BEGIN
                DELETE FROM "lite_t_10" WHERE id = NEW.id;
            END
            """
        )
    }

    static let liteCircle83 = DeclaredSchema {
        Table("lite_circle_83") {
            Column("id", .integer).primaryKey().references("lite_circle_83", name: "self_2")
            Column("next", .integer).references("lite_circle_81")
        }
    }

    static let liteCircle82 = DeclaredSchema {
        Table("lite_circle_82") {
            Column("id", .integer).primaryKey().references("lite_circle_82", name: "self_1")
            Column("next", .integer).references("lite_circle_83")
        }
    }

    static let liteCircle81 = DeclaredSchema {
        Table("lite_circle_81") {
            Column("id", .integer).primaryKey().references("lite_circle_81", name: "self_0")
            Column("next", .integer).references("lite_circle_82")
        }
    }

    static let liteT1 = DeclaredSchema {
        Table("lite_t_1") {
            Column("id", .integer).primaryKey()
            Column("lite_c_2", .boolean).unique().default(true)
            Column("lite_c_3", .timestamp).default(.value(.timestamp("2024-02-29 12:30:00")))
            Column("lite_c_4", .decimal).unique(name: "lite_uq_5")
            Column("lite_c_6", .integer).notNull().check(#""lite_c_6" IS NOT NULL"#)
            Column("lite_c_7", .real).unique(name: "lite_uq_8").default(1.5)
            Unique(["lite_c_6", "id"], name: "lite_uqsemi;colon9")
        }
    }

    static let liteT10 = DeclaredSchema {
        Table("lite_t_10") {
            Column("id", .bigInt).primaryKey()
            Column("lite_c_11", .decimal)
            Column("lite_c_12", .interval)
            Column("lite_cünïcode13", .timestampTZ)
            Column(#"lite_cquo"te14"#, .text).default(.value(.null)).collate("NOCASE")
            Column("lite_c_15", .interval)
            Column("lite_r_16", .integer).references("lite_t_1", onDelete: .setNull)
            Column("lite_r_17", .integer).references("lite_t_1", name: "lite_fk_18")
        }
        Index("lite_ix_19", on: "lite_t_10", columns: ["lite_r_17"])
    }

    static let liteT20 = DeclaredSchema {
        Table("lite_t_20") {
            Column("id", .integer).primaryKey()
            Column("lite_c_21", .timestampTZ).default(.value(.timestamp("2024-02-29 12:30:00")))
            Column("lite_csemi;colon22", .json)
            Column("lite_c_23", .boolean).default(true)
            Column("lite_c_24", .integer)
            Column("lite_c(x)25", .double).notNull().default(0.25)
            Column("lite_r_26", .integer).references("lite_t_1", onDelete: .setNull, name: "lite_fk_27")
            Column("lite_rorder28", .integer).references("lite_t_1", onDelete: .restrict)
        }
        Index("lite_ix_29", on: "lite_t_20", columns: ["lite_rorder28"])
    }

    static let liteTorder50 = DeclaredSchema {
        Table("lite_torder50") {
            Column("id", .uuid).primaryKey()
            Column("lite_csemi;colon51", .integer)
            Column("lite_c_52", .decimal)
            Column(#"lite_gback\slash53"#, .integer).generated(as: #""lite_csemi;colon51" + 1"#)
            Column("lite_r_54", .integer)
                .references(
                    "lite_t_20",
                    onDelete: .restrict,
                    deferrable: .initiallyImmediate,
                    name: #"lite_fkback\slash55"#
                )
        }
    }

    static let liteTbackSlash30 = DeclaredSchema {
        Table(#"lite_tback\slash30"#) {
            Column("id", .uuid).primaryKey()
            Column("lite_c_31", .string(300)).default("")
            Column("lite_c_32", .bigInt).default(9_223_372_036_854_775_807)
            Column("lite_csemi;colon33", .timestamp)
            Column("lite_c Mixed 34", .varchar).notNull().default("\"\"\"")
            Column("lite_rorder35", .integer).references("lite_t_20", onDelete: .setNull)
            Column("lite_r_36", .bigInt).references("lite_t_10", name: "lite_fk_37")
            Unique(["lite_rorder35", "id"], name: "lite_uq--38")
        }
        Index(
            "lite_ix_39",
            on: #"lite_tback\slash30"#,
            columns: [.column("lite_r_36").descending()],
            where: #""lite_r_36" IS NOT NULL"#
        )
    }

    static let liteTquoTe40 = DeclaredSchema {
        Table(#"lite_tquo"te40"#) {
            Column("id", .bigInt).primaryKey(name: "lite_pk_41")
            Column("lite_c_42", .text).unique(name: #"lite_uqback\slash43"#).collate("NOCASE")
            Column("lite_r_44", .uuid)
                .references(#"lite_tback\slash30"#, deferrable: .initiallyDeferred, name: "lite_fk_45")
            Column("lite_r_46", .integer).references("lite_t_20", onDelete: .setNull, name: "lite_fk_47")
        }
        Index("lite_ix_49", on: #"lite_tquo"te40"#, columns: ["lite_r_46"])
        Index("lite_ixit's48", on: #"lite_tquo"te40"#, columns: ["lite_r_46"])
    }

    static let liteT56 = DeclaredSchema {
        Table("lite_t_56", sqliteOptions: .withoutRowID) {
            Column("id", .integer).primaryKey()
            Column("lite_c_57", .char(3)).default("abc")
            Column("lite_c_58", .interval).notNull()
            Column("lite_c_59", .decimal).notNull()
            Column("lite_csemi;colon60", .bigInt).default(9_223_372_036_854_775_807)
            Column("lite_c_61", .time)
                .notNull()
                .check(#""lite_c_61" IS NOT NULL"#, name: "lite_cksemi;colon62")
            Column("lite_c/*63", .smallInt).unique()
            Column("lite_corder64", .decimal(10, 2))
                .default(.value(.decimal("-0.50")))
                .check(#""lite_corder64" IS NOT NULL"#)
            Column("lite_r_65", .bigInt).references(#"lite_tquo"te40"#)
            Column("lite_r_66", .uuid).references("lite_torder50")
            Check(
                """
                "id" IS NOT NULL
                    OR "lite_c_57" IS NOT NULL
                """,
                name: "lite_ck_67"
            )
        }
        Index(
            "lite_ix(x)68",
            on: "lite_t_56",
            columns: [.column("lite_r_66").descending()],
            where: #""lite_r_66" IS NOT NULL"#
        )
        Index("lite_ix_69", on: "lite_t_56", columns: ["lite_r_66"])
    }

    static let liteT70 = DeclaredSchema {
        Table("lite_t_70") {
            Column("id", .integer).primaryKey().identity()
            Column("lite_c Mixed 71", .smallInt)
            Column("lite_c_72", .boolean).default(false)
            Column(#"lite_cback\slash73"#, .char(3)).unique(name: "lite_uq_74")
            Column("lite_c_75", .real).default(1.5)
            Column("lite_g_76", .integer).generated(as: #""id" + 1"#)
            Column("lite_r/*77", .bigInt)
                .references(
                    #"lite_tquo"te40"#,
                    onDelete: .noAction,
                    deferrable: .initiallyImmediate,
                    name: "lite_fkit's78"
                )
            Check(
                """
                "id" IS NOT NULL
                    OR "lite_c Mixed 71" IS NOT NULL
                """,
                name: "lite_cksemi;colon79"
            )
            Unique(["lite_g_76", "id"], name: "lite_uq_80")
        }
    }
}
