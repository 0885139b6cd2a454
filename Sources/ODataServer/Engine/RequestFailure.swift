import OData

/// Why a request ended without its answer: the failure of whichever stage it had reached.
enum RequestFailure: Error {
    case engine(EngineError, allow: [String] = [])
    case syntax(SyntaxError)
    case binding(BindingError, texts: RequestTexts)
    case payload(PayloadError)
    case write(WriteError, texts: RequestTexts)
    case source(DataSourceError, texts: RequestTexts)
    case refused(GateRefusal)
}
