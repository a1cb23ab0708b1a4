extension SchemaPicture {
    /// Which tables are drawn around one, and where: only these, however many there are.
    static let arrangement = #"""
        const objects = data.objects || [];
        const byKey = new Map(objects.map((object, index) => [object.key, index]));
        const pointing = objects.map(() => []);
        objects.forEach((object, index) => (object.relations || []).forEach(relation => {
          if (byKey.has(relation.to)) pointing[byKey.get(relation.to)].push({ from: index, relation });
        }));
        const targets = index => (objects[index].relations || []).filter(relation => byKey.has(relation.to))
          .map(relation => byKey.get(relation.to));
        const most = 60;

        // The tables at most so many steps away, the nearest first, and how many more there would be.
        function around(focus, depth) {
          const seen = new Map([[focus, 0]]);
          const queue = [focus];
          for (let place = 0; place < queue.length; place += 1) {
            const steps = seen.get(queue[place]);
            if (steps === depth) continue;
            for (const other of [...targets(queue[place]), ...pointing[queue[place]].map(edge => edge.from)]) {
              if (seen.has(other)) continue;
              seen.set(other, steps + 1);
              queue.push(other);
            }
          }
          return { chosen: queue.slice(0, most), left: Math.max(0, queue.length - most) };
        }

        // What points stands to the right of what it points to; a circle is cut where it closes.
        function layersOf(chosen) {
          const among = new Set(chosen);
          const layer = new Map();
          const visit = index => {
            if (layer.has(index)) return layer.get(index);
            layer.set(index, -1);
            let most = -1;
            for (const target of targets(index)) {
              if (target !== index && among.has(target)) most = Math.max(most, visit(target));
            }
            layer.set(index, most + 1);
            return most + 1;
          };
          chosen.forEach(visit);
          const layers = [];
          for (const index of chosen) {
            const number = layer.get(index);
            (layers[number] ||= []).push(index);
          }
          return layers.filter(list => list);
        }

        // Each stands near the middle of those that it is joined with, which leaves few lines crossing.
        function order(layers) {
          const place = new Map();
          const number = list => list.forEach((index, row) => place.set(index, (row + 1) / (list.length + 1)));
          layers.forEach(number);
          for (let round = 0; round < 4; round += 1) {
            for (const list of round % 2 ? [...layers].reverse() : layers) {
              const middle = new Map(list.map(index => {
                const joined = [...targets(index), ...pointing[index].map(edge => edge.from)]
                  .filter(other => place.has(other) && !list.includes(other)).map(other => place.get(other));
                const sum = joined.reduce((total, value) => total + value, 0);
                return [index, joined.length ? sum / joined.length : place.get(index)];
              }));
              list.sort((a, b) => middle.get(a) - middle.get(b) || a - b);
              number(list);
            }
          }
        }

        """#
}
