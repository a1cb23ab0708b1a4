/// The heads that a walk has open, in the order they were opened; a slot keeps its number when others go.
struct SlotList {
    /// The node of each slot.
    var nodes: [Int] = []
    private var following: [Int?] = []
    private var preceding: [Int?] = []
    private(set) var first: Int?
    private var last: Int?

    /// Opens a slot at the end and returns its number.
    mutating func append(_ node: Int) -> Int {
        let slot = nodes.count
        nodes.append(node)
        following.append(nil)
        preceding.append(last)
        if let last { following[last] = slot } else { first = slot }
        last = slot
        return slot
    }

    /// Closes a slot and returns the one before it or, for the first, the one after.
    mutating func remove(_ slot: Int) -> Int? {
        let before = preceding[slot]
        let after = following[slot]
        if let before { following[before] = after } else { first = after }
        if let after { preceding[after] = before } else { last = before }
        return before ?? after
    }
}
