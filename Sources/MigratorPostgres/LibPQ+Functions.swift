// The functions of libpq that are used here, under their own names; all fail until it is loaded.

#if os(Linux)
import CMigratorPostgres

// MARK: Opening and closing

private let conninfo: PQconninfoFunction? = LibPQ.function("PQconninfo")
func PQconninfo(_ connection: OpaquePointer?) -> UnsafeMutablePointer<PQconninfoOption>? { conninfo?(connection) }

private let conninfoFree: PQconninfoFreeFunction? = LibPQ.function("PQconninfoFree")
func PQconninfoFree(_ options: UnsafeMutablePointer<PQconninfoOption>?) { conninfoFree?(options) }

private let connectStartParams: PQconnectStartParamsFunction? = LibPQ.function("PQconnectStartParams")
func PQconnectStartParams(
    _ keywords: UnsafePointer<UnsafePointer<CChar>?>?,
    _ values: UnsafePointer<UnsafePointer<CChar>?>?,
    _ expands: Int32
) -> OpaquePointer? { connectStartParams?(keywords, values, expands) }

private let connectPoll: PQconnectPollFunction? = LibPQ.function("PQconnectPoll")
func PQconnectPoll(_ connection: OpaquePointer?) -> PostgresPollingStatusType {
    connectPoll?(connection) ?? PGRES_POLLING_FAILED
}

private let connectionNeedsPassword: PQconnectionNeedsPasswordFunction? = LibPQ.function("PQconnectionNeedsPassword")
func PQconnectionNeedsPassword(_ connection: OpaquePointer?) -> Int32 { connectionNeedsPassword?(connection) ?? 0 }

private let hostaddr: PQhostaddrFunction? = LibPQ.function("PQhostaddr")
func PQhostaddr(_ connection: OpaquePointer?) -> UnsafeMutablePointer<CChar>? { hostaddr?(connection) }

private let finish: PQfinishFunction? = LibPQ.function("PQfinish")
func PQfinish(_ connection: OpaquePointer?) { finish?(connection) }

// MARK: The session

private let status: PQstatusFunction? = LibPQ.function("PQstatus")
func PQstatus(_ connection: OpaquePointer?) -> ConnStatusType { status?(connection) ?? CONNECTION_BAD }

private let transactionStatus: PQtransactionStatusFunction? = LibPQ.function("PQtransactionStatus")
func PQtransactionStatus(_ connection: OpaquePointer?) -> PGTransactionStatusType {
    transactionStatus?(connection) ?? PQTRANS_UNKNOWN
}

private let errorMessage: PQerrorMessageFunction? = LibPQ.function("PQerrorMessage")
func PQerrorMessage(_ connection: OpaquePointer?) -> UnsafeMutablePointer<CChar>? { errorMessage?(connection) }

private let socket: PQsocketFunction? = LibPQ.function("PQsocket")
func PQsocket(_ connection: OpaquePointer?) -> Int32 { socket?(connection) ?? -1 }

private let backendPID: PQbackendPIDFunction? = LibPQ.function("PQbackendPID")
func PQbackendPID(_ connection: OpaquePointer?) -> Int32 { backendPID?(connection) ?? 0 }

private let setnonblocking: PQsetnonblockingFunction? = LibPQ.function("PQsetnonblocking")
@discardableResult
func PQsetnonblocking(_ connection: OpaquePointer?, _ mode: Int32) -> Int32 { setnonblocking?(connection, mode) ?? -1 }

private let setErrorVerbosity: PQsetErrorVerbosityFunction? = LibPQ.function("PQsetErrorVerbosity")
@discardableResult
func PQsetErrorVerbosity(_ connection: OpaquePointer?, _ verbosity: PGVerbosity) -> PGVerbosity {
    setErrorVerbosity?(connection, verbosity) ?? PQERRORS_DEFAULT
}

private let setNoticeReceiver: PQsetNoticeReceiverFunction? = LibPQ.function("PQsetNoticeReceiver")
@discardableResult
func PQsetNoticeReceiver(
    _ connection: OpaquePointer?,
    _ receiver: PQnoticeReceiver?,
    _ context: UnsafeMutableRawPointer?
) -> PQnoticeReceiver? { setNoticeReceiver?(connection, receiver, context) }

private let getCancel: PQgetCancelFunction? = LibPQ.function("PQgetCancel")
func PQgetCancel(_ connection: OpaquePointer?) -> OpaquePointer? { getCancel?(connection) }

private let cancel: PQcancelFunction? = LibPQ.function("PQcancel")
@discardableResult
func PQcancel(_ request: OpaquePointer?, _ message: UnsafeMutablePointer<CChar>?, _ size: Int32) -> Int32 {
    cancel?(request, message, size) ?? 0
}

private let freeCancel: PQfreeCancelFunction? = LibPQ.function("PQfreeCancel")
func PQfreeCancel(_ request: OpaquePointer?) { freeCancel?(request) }

// MARK: Statements

private let sendQuery: PQsendQueryFunction? = LibPQ.function("PQsendQuery")
func PQsendQuery(_ connection: OpaquePointer?, _ sql: UnsafePointer<CChar>?) -> Int32 {
    sendQuery?(connection, sql) ?? 0
}

private let sendQueryParams: PQsendQueryParamsFunction? = LibPQ.function("PQsendQueryParams")
func PQsendQueryParams(
    _ connection: OpaquePointer?,
    _ sql: UnsafePointer<CChar>?,
    _ count: Int32,
    _ types: UnsafePointer<Oid>?,
    _ values: UnsafePointer<UnsafePointer<CChar>?>?,
    _ lengths: UnsafePointer<Int32>?,
    _ formats: UnsafePointer<Int32>?,
    _ resultFormat: Int32
) -> Int32 { sendQueryParams?(connection, sql, count, types, values, lengths, formats, resultFormat) ?? 0 }

private let sendPrepare: PQsendPrepareFunction? = LibPQ.function("PQsendPrepare")
func PQsendPrepare(
    _ connection: OpaquePointer?,
    _ name: UnsafePointer<CChar>?,
    _ sql: UnsafePointer<CChar>?,
    _ count: Int32,
    _ types: UnsafePointer<Oid>?
) -> Int32 { sendPrepare?(connection, name, sql, count, types) ?? 0 }

private let sendDescribePrepared: PQsendDescribePreparedFunction? = LibPQ.function("PQsendDescribePrepared")
func PQsendDescribePrepared(_ connection: OpaquePointer?, _ name: UnsafePointer<CChar>?) -> Int32 {
    sendDescribePrepared?(connection, name) ?? 0
}

private let sendQueryPrepared: PQsendQueryPreparedFunction? = LibPQ.function("PQsendQueryPrepared")
func PQsendQueryPrepared(
    _ connection: OpaquePointer?,
    _ name: UnsafePointer<CChar>?,
    _ count: Int32,
    _ values: UnsafePointer<UnsafePointer<CChar>?>?,
    _ lengths: UnsafePointer<Int32>?,
    _ formats: UnsafePointer<Int32>?,
    _ resultFormat: Int32
) -> Int32 { sendQueryPrepared?(connection, name, count, values, lengths, formats, resultFormat) ?? 0 }

private let enterPipelineMode: PQenterPipelineModeFunction? = LibPQ.function("PQenterPipelineMode")
func PQenterPipelineMode(_ connection: OpaquePointer?) -> Int32 { enterPipelineMode?(connection) ?? 0 }

private let pipelineSync: PQpipelineSyncFunction? = LibPQ.function("PQpipelineSync")
func PQpipelineSync(_ connection: OpaquePointer?) -> Int32 { pipelineSync?(connection) ?? 0 }

private let sendFlushRequest: PQsendFlushRequestFunction? = LibPQ.function("PQsendFlushRequest")
func PQsendFlushRequest(_ connection: OpaquePointer?) -> Int32 { sendFlushRequest?(connection) ?? 0 }

private let exitPipelineMode: PQexitPipelineModeFunction? = LibPQ.function("PQexitPipelineMode")
func PQexitPipelineMode(_ connection: OpaquePointer?) -> Int32 { exitPipelineMode?(connection) ?? 0 }

private let flush: PQflushFunction? = LibPQ.function("PQflush")
func PQflush(_ connection: OpaquePointer?) -> Int32 { flush?(connection) ?? -1 }

private let consumeInput: PQconsumeInputFunction? = LibPQ.function("PQconsumeInput")
@discardableResult
func PQconsumeInput(_ connection: OpaquePointer?) -> Int32 { consumeInput?(connection) ?? 0 }

private let setSingleRowMode: PQsetSingleRowModeFunction? = LibPQ.function("PQsetSingleRowMode")
@discardableResult
func PQsetSingleRowMode(_ connection: OpaquePointer?) -> Int32 { setSingleRowMode?(connection) ?? 0 }

private let isBusy: PQisBusyFunction? = LibPQ.function("PQisBusy")
func PQisBusy(_ connection: OpaquePointer?) -> Int32 { isBusy?(connection) ?? 0 }

private let getResult: PQgetResultFunction? = LibPQ.function("PQgetResult")
func PQgetResult(_ connection: OpaquePointer?) -> OpaquePointer? { getResult?(connection) }

private let notifies: PQnotifiesFunction? = LibPQ.function("PQnotifies")
func PQnotifies(_ connection: OpaquePointer?) -> UnsafeMutablePointer<PGnotify>? { notifies?(connection) }

private let putCopyData: PQputCopyDataFunction? = LibPQ.function("PQputCopyData")
func PQputCopyData(_ connection: OpaquePointer?, _ bytes: UnsafePointer<CChar>?, _ count: Int32) -> Int32 {
    putCopyData?(connection, bytes, count) ?? -1
}

private let putCopyEnd: PQputCopyEndFunction? = LibPQ.function("PQputCopyEnd")
func PQputCopyEnd(_ connection: OpaquePointer?, _ error: UnsafePointer<CChar>?) -> Int32 {
    putCopyEnd?(connection, error) ?? -1
}

private let getCopyData: PQgetCopyDataFunction? = LibPQ.function("PQgetCopyData")
func PQgetCopyData(
    _ connection: OpaquePointer?,
    _ bytes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
    _ isAsynchronous: Int32
) -> Int32 { getCopyData?(connection, bytes, isAsynchronous) ?? -1 }

private let freemem: PQfreememFunction? = LibPQ.function("PQfreemem")
func PQfreemem(_ memory: UnsafeMutableRawPointer?) { freemem?(memory) }

// MARK: Results

private let resultStatus: PQresultStatusFunction? = LibPQ.function("PQresultStatus")
func PQresultStatus(_ result: OpaquePointer?) -> ExecStatusType { resultStatus?(result) ?? PGRES_FATAL_ERROR }

private let resultErrorMessage: PQresultErrorMessageFunction? = LibPQ.function("PQresultErrorMessage")
func PQresultErrorMessage(_ result: OpaquePointer?) -> UnsafeMutablePointer<CChar>? { resultErrorMessage?(result) }

private let resultErrorField: PQresultErrorFieldFunction? = LibPQ.function("PQresultErrorField")
func PQresultErrorField(_ result: OpaquePointer?, _ field: Int32) -> UnsafeMutablePointer<CChar>? {
    resultErrorField?(result, field)
}

private let cmdStatus: PQcmdStatusFunction? = LibPQ.function("PQcmdStatus")
func PQcmdStatus(_ result: OpaquePointer?) -> UnsafeMutablePointer<CChar>? { cmdStatus?(result) }

private let ntuples: PQntuplesFunction? = LibPQ.function("PQntuples")
func PQntuples(_ result: OpaquePointer?) -> Int32 { ntuples?(result) ?? 0 }

private let nfields: PQnfieldsFunction? = LibPQ.function("PQnfields")
func PQnfields(_ result: OpaquePointer?) -> Int32 { nfields?(result) ?? 0 }

private let nparams: PQnparamsFunction? = LibPQ.function("PQnparams")
func PQnparams(_ result: OpaquePointer?) -> Int32 { nparams?(result) ?? 0 }

private let fname: PQfnameFunction? = LibPQ.function("PQfname")
func PQfname(_ result: OpaquePointer?, _ column: Int32) -> UnsafeMutablePointer<CChar>? { fname?(result, column) }

private let ftype: PQftypeFunction? = LibPQ.function("PQftype")
func PQftype(_ result: OpaquePointer?, _ column: Int32) -> Oid { ftype?(result, column) ?? 0 }

private let getisnull: PQgetisnullFunction? = LibPQ.function("PQgetisnull")
func PQgetisnull(_ result: OpaquePointer?, _ row: Int32, _ column: Int32) -> Int32 {
    getisnull?(result, row, column) ?? 1
}

private let getlength: PQgetlengthFunction? = LibPQ.function("PQgetlength")
func PQgetlength(_ result: OpaquePointer?, _ row: Int32, _ column: Int32) -> Int32 {
    getlength?(result, row, column) ?? 0
}

private let getvalue: PQgetvalueFunction? = LibPQ.function("PQgetvalue")
func PQgetvalue(_ result: OpaquePointer?, _ row: Int32, _ column: Int32) -> UnsafeMutablePointer<CChar>? {
    getvalue?(result, row, column)
}

private let clear: PQclearFunction? = LibPQ.function("PQclear")
func PQclear(_ result: OpaquePointer?) { clear?(result) }

#endif
