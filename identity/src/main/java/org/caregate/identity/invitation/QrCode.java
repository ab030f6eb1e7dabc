package org.caregate.identity.invitation;

/**
 * A text as a QR code (ISO/IEC 18004), drawn as one SVG path, one unit a module.
 *
 * @param size modules a side, with the quiet zone
 * @param path for the {@code d} of a path
 */
public record QrCode(int size, String path) {
    private static final int QUIET_ZONE = 4;

    /** The code of that text, which is never sent to anyone to be drawn. */
    public static QrCode of(String text) {
        io.nayuki.qrcodegen.QrCode code =
                io.nayuki.qrcodegen.QrCode.encodeText(text, io.nayuki.qrcodegen.QrCode.Ecc.MEDIUM);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + QUIET_ZONE)
                            .append(' ')
                            .append(y + QUIET_ZONE)
                            .append("h1v1h-1z");
                }
            }
        }
        return new QrCode(code.size + 2 * QUIET_ZONE, path.toString());
    }
}
