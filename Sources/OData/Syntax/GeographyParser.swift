extension SyntaxReader {
    /// `'SRID=…;Shape(…)'` behind its prefix.
    mutating func geography(_ kind: String, _ start: Int) throws(SyntaxError) -> EdmGeography {
        try require("'")
        let value = try sridAndShape(kind, start)
        guard take("'") else { throw unexpected("the closing quote") }
        return value
    }

    /// `SRID=…;Shape(…)`.
    mutating func sridAndShape(_ kind: String, _ start: Int) throws(SyntaxError) -> EdmGeography {
        let end = identifierEnd(index)
        guard matches("srid", index, end) else { throw unexpected("'SRID='") }
        index = end
        guard takePlain("=") else { throw unexpected("'='") }
        let digits = index
        while ASCIIClass.isDigit(current), index - digits < 5 { index += 1 }
        guard index > digits, let srid = Int(text(digits, index)) else { throw unexpected("a number of 1 to 5 digits") }
        try require(";")
        return EdmGeography(srid: srid, shape: try shape(kind))
    }

    mutating func shape(_ kind: String) throws(SyntaxError) -> EdmShape {
        skipToleratedBlanks()
        let start = index
        let end = identifierEnd(index)
        index = end
        skipToleratedBlanks()
        if matches("point", start, end) { return .point(try pointData()) }
        if matches("linestring", start, end) { return .lineString(try lineData()) }
        if matches("polygon", start, end) { return .polygon(try polygonData()) }
        if matches("multipoint", start, end) {
            return .multiPoint(try members(canBeEmpty: true) { reader throws(SyntaxError) in try reader.pointData() })
        }
        if matches("multilinestring", start, end) {
            return .multiLineString(
                try members(canBeEmpty: true) { reader throws(SyntaxError) in try reader.lineData() }
            )
        }
        if matches("multipolygon", start, end) {
            return .multiPolygon(
                try members(canBeEmpty: true) { reader throws(SyntaxError) in try reader.polygonData() }
            )
        }
        if matches("geometrycollection", start, end) {
            try descend()
            defer { depth -= 1 }
            return .collection(
                try members(canBeEmpty: false) { reader throws(SyntaxError) in try reader.shape(kind) }
            )
        }
        index = start
        throw unexpected("a shape")
    }

    /// Members in parentheses, separated by commas.
    private mutating func members<Member>(
        canBeEmpty: Bool,
        _ read: (inout SyntaxReader) throws(SyntaxError) -> Member
    ) throws(SyntaxError) -> [Member] {
        var list: [Member] = []
        skipToleratedBlanks()
        try require("(")
        if canBeEmpty, take(")") { return list }
        repeat {
            skipToleratedBlanks()
            list.append(try read(&self))
            skipToleratedBlanks()
        } while take(",")
        guard take(")") else { throw unexpected("',' or ')'") }
        return list
    }

    private mutating func pointData() throws(SyntaxError) -> EdmGeoPosition {
        try require("(")
        skipToleratedBlanks()
        let position = try geoPosition()
        skipToleratedBlanks()
        try require(")")
        return position
    }

    private mutating func lineData() throws(SyntaxError) -> [EdmGeoPosition] {
        let line = try positions()
        guard line.count >= 2 else { throw unexpected("a second position", at: index - 1) }
        return line
    }

    private mutating func polygonData() throws(SyntaxError) -> [[EdmGeoPosition]] {
        try members(canBeEmpty: false) { reader throws(SyntaxError) in try reader.positions() }
    }

    private mutating func positions() throws(SyntaxError) -> [EdmGeoPosition] {
        var list: [EdmGeoPosition] = []
        try require("(")
        repeat {
            skipToleratedBlanks()
            list.append(try geoPosition())
            skipToleratedBlanks()
        } while take(",")
        guard take(")") else { throw unexpected("',' or ')'") }
        return list
    }

    private mutating func geoPosition() throws(SyntaxError) -> EdmGeoPosition {
        geoPositions += 1
        guard geoPositions <= limits.geoPositions else { throw exceeded(.geoPositions, limits.geoPositions) }
        let longitude = try coordinate()
        guard take(" ") else { throw unexpected("a blank and a second number") }
        var position = EdmGeoPosition(longitude: longitude, latitude: try coordinate())
        if current == UInt8(ascii: " "), startsCoordinate(index + 1) {
            index += 1
            position.altitude = try coordinate()
            if current == UInt8(ascii: " "), startsCoordinate(index + 1) {
                index += 1
                position.measure = try coordinate()
            }
        }
        return position
    }

    private func startsCoordinate(_ offset: Int) -> Bool {
        let next = byte(at: offset)
        return ASCIIClass.isDigit(next) || next == UInt8(ascii: "-") || next == UInt8(ascii: "+")
            || next == UInt8(ascii: "N") || next == UInt8(ascii: "I")
    }

    private mutating func coordinate() throws(SyntaxError) -> Double {
        let start = index
        if let special = nanOrInfinity() { return special }
        if current == UInt8(ascii: "-") || current == UInt8(ascii: "+") { index += 1 }
        let digits = index
        while ASCIIClass.isDigit(current) { index += 1 }
        guard index > digits else { throw unexpected("a number", at: start) }
        if current == UInt8(ascii: "."), ASCIIClass.isDigit(byte(at: index + 1)) {
            index += 1
            while ASCIIClass.isDigit(current) { index += 1 }
        }
        if current | 0x20 == UInt8(ascii: "e") {
            let mark = index
            index += 1
            if current == UInt8(ascii: "-") || current == UInt8(ascii: "+") { index += 1 }
            if !ASCIIClass.isDigit(current) { index = mark }
            while ASCIIClass.isDigit(current) { index += 1 }
        }
        guard let value = Double(text(start, index)) else { throw unexpected("a number", at: start) }
        return value
    }

    private mutating func nanOrInfinity() -> Double? {
        let isNegative = current == UInt8(ascii: "-")
        let start = isNegative ? index + 1 : index
        let end = identifierEnd(start)
        if matches("INF", start, end, exact: true) {
            index = end
            return isNegative ? -.infinity : .infinity
        }
        guard !isNegative, matches("NaN", start, end, exact: true) else { return nil }
        index = end
        return .nan
    }
}
