/// The lock of a run, as one database has it.
package protocol LockDialect {}
