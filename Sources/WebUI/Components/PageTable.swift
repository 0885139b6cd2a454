import Mustache

/// A table of the page: caption, column heads, rows of cells ready to be shown.
struct PageTable: Sendable, Equatable {
    /// The head of one column.
    struct Column: Sendable, Equatable {
        /// The order the rows are in by this column.
        enum Direction: String, Sendable {
            case ascending, descending
        }

        let label: String
        let sortHref: String?
        let direction: String?
        let directionIcon: String?
        let isNumber: Bool
        /// Whether the label is only for those who cannot see the column.
        let isLabelHidden: Bool

        init(
            _ label: String,
            sortHref: String? = nil,
            direction: Direction? = nil,
            isNumber: Bool = false,
            isLabelHidden: Bool = false
        ) {
            self.label = label
            self.sortHref = sortHref
            self.direction = direction?.rawValue
            directionIcon = direction.map { $0 == .ascending ? PageIcon.sortUp.template : PageIcon.sortDown.template }
            self.isNumber = isNumber
            self.isLabelHidden = isLabelHidden
        }
    }

    /// One row: the cell that names it, the others, and what one may do.
    struct Row: Sendable, Equatable, MustacheParent {
        let head: PageCell
        let cells: [PageCell]
        let actions: [PageLink]

        init(head: PageCell, cells: [PageCell], actions: [PageLink] = []) {
            self.head = head
            self.cells = cells
            self.actions = actions
        }

        func child(named name: String) -> Any? {
            switch name {
            case "head": head
            case "cells": cells
            case "hasActions": !actions.isEmpty
            case "actions": actions
            default: nil
            }
        }
    }

    let caption: String
    let columns: [Column]
    let rows: [Row]
    let style: String

    /// - Parameters:
    ///   - caption: What the table holds; also the name of its scroll region.
    ///   - columns: The heads, the first of which belongs to the rows' own heads.
    ///   - rows: The rows.
    ///   - showsAllOnPhone: Whether the cards of a narrow screen show every cell, not only the first four.
    ///   - isTall: Whether the table scrolls inside the window, so that its head stays in sight.
    init(caption: String, columns: [Column], rows: [Row], showsAllOnPhone: Bool = false, isTall: Bool = false) {
        self.caption = caption
        self.columns = columns
        self.rows = rows
        style = "table-wrap cards" + (showsAllOnPhone ? " all" : "") + (isTall ? " tall" : "")
    }
}
