/// What a session holds between statements, as one database has it: read, left, and established again.
package protocol SessionDialect {}
