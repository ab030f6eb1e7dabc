package org.caregate.audit.tree;

/** Where C2SP tlog-tiles puts tiles and entry bundles: {@code tile/0/x001/067}, {@code tile/entries/000.p/12}. */
public final class TilePath {
    private TilePath() {}

    public static String tile(int level, long index, int width) {
        return "tile/" + level + "/" + path(index, width);
    }

    public static String entries(long index, int width) {
        return "tile/entries/" + path(index, width);
    }

    /** An index in groups of three digits, all but the last marked with an x. */
    public static String index(long index) {
        String path = "%03d".formatted(index % 1000);
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            path = "x%03d/".formatted(rest % 1000) + path;
        }
        return path;
    }

    private static String path(long index, int width) {
        return width == Tile.FULL_WIDTH ? index(index) : index(index) + ".p/" + width;
    }
}
