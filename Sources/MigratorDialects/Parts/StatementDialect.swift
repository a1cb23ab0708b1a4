/// What a statement is to one database: whether it runs in a transaction, is done in pieces, or is mended afterwards.
package protocol StatementDialect {}
