import CRMService
import Foundation
import HTTPTypes
import Identity
import Logging
import ODataServer

/// Tries what a reporting tool does first: the service document, the metadata, some rows of one set.
///
/// The requests go through an engine like the feed's, as the token, without its secret and without counting as its use.
struct ConnectionTrials: Sendable {
    let services: Services
    let limits: ODataLimits

    func run(_ row: TokenRow, owner: SignedInPerson) async -> ConnectionTrial {
        let now = services.effects.now
        let gate = GrantGate(row, owner: owner, gate: services.gate, now: now())
        let logger = services.logger
        let engine = ODataEngine(
            gate: gate,
            limits: limits,
            now: { now().microseconds },
            report: { _, text in logger.error("A trial of a connection failed", metadata: ["error": .string(text)]) }
        )
        let service = await ask("", engine)
        let sets = Self.setNames(service.bytes)
        var steps = [step("", service, "\(sets.count == 1 ? "one set" : "\(sets.count) sets") listed")]
        let metadata = await ask("/$metadata", engine)
        steps.append(step("$metadata", metadata, "\((metadata.bytes.count + 1_023) / 1_024) KiB of metadata"))
        guard let set = sets.contains("Opportunities") ? "Opportunities" : sets.first else {
            return ConnectionTrial(steps: steps)
        }
        let rows = await ask("/\(set)", query: "$top=5", engine)
        let count = Self.members(rows.bytes)?.count ?? 0
        steps.append(step("\(set)?$top=5", rows, count == 1 ? "one row" : "\(count) rows"))
        return ConnectionTrial(steps: steps)
    }

    private struct Answer {
        var status = 0
        var bytes: [UInt8] = []
    }

    private func ask(_ path: String, query: String? = nil, _ engine: ODataEngine) async -> Answer {
        let request = ODataRequest(
            method: .get,
            path: path,
            query: query,
            serviceRoot: services.publicURL + AppRouter.feedPath + "/",
            peer: ODataPeer(isSecure: true)
        )
        let response = await engine.respond(to: request)
        var answer = Answer(status: response.status.code)
        do {
            switch response.body {
            case .empty: break
            case .bytes(let bytes): answer.bytes = bytes
            case .stream(let stream): while let chunk = try await stream.next() { answer.bytes += chunk }
            }
        } catch {
            services.logger.error("A trial of a connection was cut", metadata: ["error": .string("\(error)")])
            answer.status = 500
        }
        return answer
    }

    private func step(_ path: String, _ answer: Answer, _ finding: String) -> ConnectionTrial.Step {
        ConnectionTrial.Step(
            path: path,
            status: answer.status,
            finding: answer.status == 200 ? finding : Self.message(answer.bytes)
        )
    }

    private static func object(_ bytes: [UInt8]) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]  // what is none has no members
    }

    private static func members(_ bytes: [UInt8]) -> [Any]? { object(bytes)?["value"] as? [Any] }

    private static func setNames(_ bytes: [UInt8]) -> [String] {
        (members(bytes) ?? []).compactMap { ($0 as? [String: Any])?["url"] as? String }
    }

    private static func message(_ bytes: [UInt8]) -> String {
        let error = object(bytes)?["error"] as? [String: Any]
        return error?["message"] as? String ?? "no answer that can be read"
    }
}
