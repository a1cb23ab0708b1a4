import MigratorCatalogue
import MigratorCore
import MigratorSystem

/// What is known of functions by their names.
enum PostgresVolatility {
    /// Whether an expression may answer otherwise for each row.
    static func isVolatile(_ value: StatementPart, _ inventory: Inventory) -> Bool {
        value.calls.contains { call in
            let name = call.name.lowercased()
            if call.schema == nil || call.schema == "pg_catalog" {
                if stable.contains(name) { return false }
                if call.schema != nil, !volatile.contains(name) { return false }
                if volatile.contains(name) { return true }
            }
            // A function says that it is not, or is.
            return inventory.functions[ExactText(call.name)] ?? true
        }
    }

    /// Whether a function of a query neither changes tables nor runs what cannot be seen.
    static func isKnown(_ name: String, schema: String?) -> Bool {
        if let schema, schema != "pg_catalog" { return false }
        return stable.contains(name) || volatile.contains(name)
    }

    /// Functions of PostgreSQL that answer each call anew.
    private static let volatile = names(
        """
        clock_timestamp random random_normal gen_random_uuid uuidv4 uuidv7 uuid_generate_v1 uuid_generate_v1mc
        uuid_generate_v4 gen_random_bytes nextval setval currval lastval timeofday setseed pg_sleep gen_salt
        pg_advisory_lock pg_advisory_xact_lock pg_advisory_unlock pg_try_advisory_lock pg_try_advisory_xact_lock
        pg_notify txid_current set_config pg_current_xact_id pg_stat_reset pg_reload_conf gen_ulid ulid_generate
        """
    )

    /// Functions of PostgreSQL that answer alike within a statement, as far as defaults and seeds use them.
    private static let stable = names(
        """
        now transaction_timestamp statement_timestamp current_timestamp current_date current_time localtime
        localtimestamp current_user session_user user current_role current_setting current_schema current_database
        date_trunc date_part date_bin age make_date make_time make_timestamp make_timestamptz make_interval extract
        to_char to_date to_timestamp to_number timezone justify_days justify_hours justify_interval isfinite
        json_build_object json_build_array json_object to_json row_to_json jsonb_build_object jsonb_build_array
        jsonb_object to_jsonb jsonb_set jsonb_insert jsonb_strip_nulls jsonb_pretty json_array json_object
        json_scalar json_serialize array_to_json json_typeof jsonb_typeof jsonb_array_length json_array_length
        jsonb_array_elements jsonb_array_elements_text json_array_elements jsonb_each jsonb_each_text
        jsonb_object_keys jsonb_extract_path jsonb_extract_path_text jsonb_path_query jsonb_to_recordset
        coalesce nullif greatest least array_append array_prepend array_cat array_fill array_length array_position
        array_remove array_replace array_to_string string_to_array cardinality unnest array_agg array_upper array_lower
        lower upper initcap length char_length character_length octet_length bit_length concat concat_ws format left
        right lpad rpad ltrim rtrim btrim trim replace translate reverse repeat split_part substr substring overlay
        position strpos starts_with ascii chr md5 sha224 sha256 sha384 sha512 encode decode digest hmac quote_ident
        quote_literal quote_nullable regexp_replace regexp_match regexp_matches regexp_split_to_array regexp_count
        regexp_substr string_agg to_hex unaccent slugify
        abs ceil ceiling floor round trunc sign sqrt cbrt power pow exp ln log mod div gcd lcm degrees radians pi sin
        cos tan width_bucket factorial
        int4range int8range numrange tsrange tstzrange daterange lower_inf upper_inf isempty range_merge
        inet_client_addr inet_server_addr host text abbrev network netmask masklen set_masklen broadcast family
        to_tsvector to_tsquery plainto_tsquery setweight point box circle polygon lseg path
        hashtext hashtextextended pg_typeof pg_backend_pid version has_table_privilege to_regclass to_regtype
        pg_get_serial_sequence obj_description col_description pg_relation_size pg_total_relation_size
        count sum avg min max bool_and bool_or every json_agg jsonb_agg json_object_agg jsonb_object_agg stddev
        variance row_number rank dense_rank lag lead first_value last_value nth_value ntile percent_rank cume_dist
        percentile_cont percentile_disc mode generate_series generate_subscripts exists any all some row hstore
        uuid_nil uuid_ns_dns uuid_ns_url uuid_generate_v3 uuid_generate_v5 uuid_extract_timestamp numeric_inc
        st_makepoint st_setsrid st_point st_geomfromtext bit bool int int4 int8 float4 float8 date interval timestamptz
        timestamp time varchar char bpchar jsonb json uuid name bytea inet cidr macaddr regclass regtype oid
        integer bigint smallint text boolean double real decimal numeric
        """
    )

    private static func names(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map { String($0) })
    }
}
