/// How one database keeps the engine's own tables: made, found, read, grown, and allowed to a role.
package protocol EngineTableDialect {}
