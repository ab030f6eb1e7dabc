package org.caregate.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.eclipse.jetty.server.ConnectionFactory.Detecting.Detection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTests {
    private static Detection judge(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Detection detection = ProxyHeader.judge(buffer);
        assertThat(buffer.position()).isZero();
        return detection;
    }

    private static Detection judge(String line) {
        return judge(line.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A header of version 2 and what follows it. */
    static byte[] v2(int command, int family, int length, byte[] rest) {
        return ByteBuffer.allocate(16 + rest.length)
                .put(new byte[] {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A})
                .put((byte) command)
                .put((byte) family)
                .putShort((short) length)
                .put(rest)
                .array();
    }

    private static byte[] v2(int command, int family, byte[] rest) {
        return v2(command, family, rest.length, rest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n",
                "PROXY TCP6 2001:db8::1 2001:db8::2 1 65535\r\nmore",
                "PROXY TCP6 ::ffff:192.0.2.1 ::1 0 443\r\n",
                "PROXY UNKNOWN\r\n",
                "PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n"
            })
    void lineOfVersion1_isRecognized(String line) {
        assertThat(judge(line)).isEqualTo(Detection.RECOGNIZED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "PROXYTCP4 192.0.2.1 198.51.100.1 56324 443\r\n",
                "PROXY TCP4 localhost 198.51.100.1 56324 443\r\n",
                "PROXY TCP4 192.0.2 198.51.100.1 56324 443\r\n",
                "PROXY TCP4 192.0.2.256 198.51.100.1 56324 443\r\n",
                "PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n",
                "PROXY TCP6 192.0.2.1 198.51.100.1 1 2\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.1 65536 443\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.1 -1 443\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.1 01 443\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.1 1 443 \r\n",
                "PROXY TCP4 192.0.2.1  198.51.100.1 1 443\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.1 1\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.1 1 443\n",
                "PROXY UDP4 192.0.2.1 198.51.100.1 1 443\r\n",
                "PROXY UNKNOWN a b c d e f g\r\n",
                "proxy TCP4 192.0.2.1 198.51.100.1 1 443\r\n",
                "PROXY \r\n"
            })
    void anythingElse_isNotRecognized(String line) {
        assertThat(judge(line)).isEqualTo(Detection.NOT_RECOGNIZED);
    }

    @Test
    void lineWithoutEnd_isWaitedFor_upToItsLongest() {
        String line = "PROXY UNKNOWN " + "x".repeat(200);
        for (int length = 1; length < 107; length++) {
            assertThat(judge(line.substring(0, length))).isEqualTo(Detection.NEED_MORE_BYTES);
        }
        assertThat(judge(line.substring(0, 107))).isEqualTo(Detection.NOT_RECOGNIZED);
    }

    @Test
    void wholeHeaderOfVersion2_isRecognized_andEachPartOfIt_isWaitedFor() {
        byte[] information = {0x04, 0, 2, 9, 9, 0x20, 0, 0};
        byte[] body = new byte[12 + information.length];
        System.arraycopy(information, 0, body, 12, information.length);
        byte[] header = v2(0x21, 0x11, body);
        assertThat(judge(header)).isEqualTo(Detection.RECOGNIZED);
        for (int length = 0; length < header.length; length++) {
            assertThat(judge(java.util.Arrays.copyOf(header, length))).isEqualTo(Detection.NEED_MORE_BYTES);
        }
        assertThat(judge(v2(0x21, 0x21, new byte[36]))).isEqualTo(Detection.RECOGNIZED);
    }

    @Test
    void balancersOwnHealthCheck_isRecognized_whateverFamilyItNames() {
        assertThat(judge(v2(0x20, 0x00, new byte[0]))).isEqualTo(Detection.RECOGNIZED);
        assertThat(judge(v2(0x20, 0x11, new byte[12]))).isEqualTo(Detection.RECOGNIZED);
        assertThat(judge(v2(0x20, 0x00, new byte[7]))).isEqualTo(Detection.RECOGNIZED);
    }

    @Test
    void headerThatSaysNothingOfUse_isNotRecognized() {
        assertThat(judge(v2(0x21, 0x00, new byte[0]))).as("UNSPEC").isEqualTo(Detection.NOT_RECOGNIZED);
        assertThat(judge(v2(0x21, 0x12, new byte[12]))).as("UDP").isEqualTo(Detection.NOT_RECOGNIZED);
        assertThat(judge(v2(0x21, 0x31, new byte[216]))).as("UNIX").isEqualTo(Detection.NOT_RECOGNIZED);
        assertThat(judge(v2(0x21, 0x41, new byte[216]))).as("family").isEqualTo(Detection.NOT_RECOGNIZED);
        assertThat(judge(v2(0x22, 0x11, new byte[12]))).as("command").isEqualTo(Detection.NOT_RECOGNIZED);
        assertThat(judge(v2(0x11, 0x11, new byte[12]))).as("version").isEqualTo(Detection.NOT_RECOGNIZED);
        assertThat(judge(v2(0x21, 0x11, 11, new byte[40]))).as("short").isEqualTo(Detection.NOT_RECOGNIZED);
        assertThat(judge(v2(0x21, 0x21, 12, new byte[40]))).as("short 6").isEqualTo(Detection.NOT_RECOGNIZED);
        assertThat(judge(v2(0x21, 0x11, 1009, new byte[2000]))).as("long").isEqualTo(Detection.NOT_RECOGNIZED);
        assertThat(judge(v2(0x21, 0x11, 0xFFFF, new byte[0]))).as("longest").isEqualTo(Detection.NOT_RECOGNIZED);
        byte[] overrun = new byte[16];
        overrun[12] = 0x03;
        overrun[14] = 5;
        assertThat(judge(v2(0x21, 0x11, overrun))).as("TLV").isEqualTo(Detection.NOT_RECOGNIZED);
        assertThat(judge(v2(0x21, 0x11, new byte[14]))).as("half a TLV").isEqualTo(Detection.NOT_RECOGNIZED);
    }

    @Test
    void damagedHeaders_areJudged_withoutAnException() {
        Random random = new Random(7);
        byte[][] seeds = {
            v2(0x21, 0x11, new byte[30]),
            v2(0x20, 0x00, new byte[0]),
            "PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n".getBytes(StandardCharsets.US_ASCII)
        };
        for (int i = 0; i < 50_000; i++) {
            byte[] damaged = seeds[i % seeds.length].clone();
            for (int change = 0; change <= i % 4; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThat(judge(damaged)).isNotNull();
        }
    }
}
