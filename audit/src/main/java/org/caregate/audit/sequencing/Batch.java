package org.caregate.audit.sequencing;

import java.util.List;
import org.caregate.audit.checkpoint.Head;
import org.caregate.audit.tree.Tile;

/** What moves a lane on: its new head and the tiles that were filled on the way. */
public record Batch(Head head, List<Tile> tiles) {
    public Batch {
        tiles = List.copyOf(tiles);
    }
}
