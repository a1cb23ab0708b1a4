extension SchemaPicture {
    /// How the page of a schema looks.
    static let style = #"""
        nav { flex: 0 0 min(230px, 17vw); border-right: 1px solid var(--line); }
        #picture { flex: 1; background: var(--raised); }
        #detail { flex: 0 0 min(400px, 32vw); }
        #list li { padding: 2px 10px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
        #list li.head { padding-top: 8px; color: var(--faint); font-size: 12px; }
        .added { color: var(--good); } .removed { color: var(--bad); } .changed { color: var(--care); }
        td.sign { width: 1em; font-weight: bold; }
        tr.added td { background: var(--goodfill); } tr.removed td { background: var(--badfill); }
        tr.changed td { background: var(--carefill); }
        #drawing { display: block; }
        svg text { font: 12px ui-monospace, "DejaVu Sans Mono", monospace; fill: var(--text); }
        .card { cursor: pointer; }
        .card:focus-visible { outline: none; }
        .card:focus-visible .box { stroke: var(--accent); stroke-width: 3; }
        .box { fill: var(--ground); stroke: var(--line); }
        .top { fill: var(--line); }
        .card.focus .box { stroke: var(--accent); stroke-width: 2.5; }
        .card.focus .top { fill: var(--chosen); }
        .card .title { font-weight: bold; }
        .card .keys, .card .type { fill: var(--faint); }
        .card.added .box, .card.added .top { stroke: var(--good); } .card.added .top { fill: var(--goodfill); }
        .card.removed .box, .card.removed .top { stroke: var(--bad); } .card.removed .top { fill: var(--badfill); }
        .card.changed .box { stroke: var(--care); } .card.changed .top { fill: var(--carefill); }
        .row.added { fill: var(--goodfill); } .row.removed { fill: var(--badfill); }
        .row.changed { fill: var(--carefill); }
        .edge { fill: none; stroke: var(--faint); stroke-width: 1.4; }
        .edge.word { stroke-dasharray: 4 3; }
        .edge.added { stroke: var(--good); } .edge.removed { stroke: var(--bad); }
        .edge.changed { stroke: var(--care); }
        .edge:hover { stroke-width: 3; }
        .arrow { fill: var(--faint); }
        .key { display: inline-block; width: 12px; height: 12px; border: 1px solid; vertical-align: -1px; }
        .key.added { background: var(--goodfill); } .key.removed { background: var(--badfill); }
        .key.changed { background: var(--carefill); }
        .left { padding: 4px 10px; margin: 0; color: var(--faint); }
        @media (max-width: 760px) { nav { flex: 0 0 120px; } #detail { flex: 0 0 auto; } }
        @media print { nav { display: none; } #picture { background: none; } svg { max-width: 100%; height: auto; } }

        """#
}
