extension HistoryPicture {
    /// How the page of a history looks.
    static let style = #"""
        #picture { flex: 3; position: relative; }
        #detail { flex: 2; }
        #graph { position: absolute; top: 0; left: 0; pointer-events: none; }
        #list { min-width: max-content; }
        #list li { height: 28px; line-height: 28px; padding: 0 12px 0 var(--lanes); white-space: nowrap; }
        #list li .name { color: var(--accent); }
        #list li.passed { opacity: .35; }
        #list li .badge { margin-left: 5px; }
        #graph path { fill: none; stroke: var(--faint); stroke-width: 1.6; }
        #graph path.need { stroke-dasharray: 4 3; }
        #graph circle { fill: var(--raised); stroke: var(--faint); stroke-width: 2; }
        #graph .applied { fill: var(--good); stroke: var(--good); }
        #graph .pending { fill: var(--carefill); stroke: var(--care); }
        #graph .ring { fill: none; stroke: var(--good); stroke-width: 1.6; }
        .badge.current { border-color: var(--good); color: var(--good); }
        .badge.pending { border-color: var(--care); color: var(--care); }
        .key { display: inline-block; width: 10px; height: 10px; border-radius: 5px; border: 2px solid var(--faint); }
        .key.applied { background: var(--good); border-color: var(--good); }
        .key.pending { background: var(--carefill); border-color: var(--care); }
        .key.current { margin: 0 5px 0 3px; background: var(--good); border-color: var(--good);
          box-shadow: 0 0 0 2px var(--raised), 0 0 0 3.5px var(--good); }
        .key.need { width: 16px; height: 0; border-radius: 0; border: 0; border-top: 2px dashed var(--faint);
          vertical-align: middle; }

        """#
}
