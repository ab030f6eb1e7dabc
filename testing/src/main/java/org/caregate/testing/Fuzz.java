package org.caregate.testing;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Feeds a target with damaged copies of good inputs: bytes changed, cut, repeated, moved between inputs, words of the format thrown in.
 *
 * <p>In the normal run the inputs are few and the same each time. {@code ./verify --fuzz} sets {@code caregate.fuzz.seconds}: then
 * they are new each time and go on for so long per target. A failure names the input and the seed of the run ({@code caregate.fuzz.seed}).
 */
public final class Fuzz {
    private static final int INPUTS_OF_THE_NORMAL_RUN = 3_000;
    private static final int LONGEST = 64 * 1024;

    private final Random random;
    private final List<byte[]> seeds;
    private final List<byte[]> words;

    private Fuzz(Random random, List<String> seeds, List<String> words) {
        this.random = random;
        this.seeds = bytes(seeds);
        this.words = bytes(words);
    }

    /**
     * Runs a target that throws on what must not be; whatever it throws is a finding.
     *
     * @param seeds good inputs
     * @param words what the format is made of
     */
    public static void bytes(List<String> seeds, List<String> words, Consumer<byte[]> target) {
        long seconds = Long.getLong("caregate.fuzz.seconds", 0);
        long seed = seconds > 0 ? Long.getLong("caregate.fuzz.seed", new SecureRandom().nextLong()) : 1;
        Fuzz fuzz = new Fuzz(new Random(seed), seeds, words);
        fuzz.seeds.forEach(target);
        long end = System.nanoTime() + seconds * 1_000_000_000;
        for (long i = 0; seconds > 0 ? System.nanoTime() < end : i < INPUTS_OF_THE_NORMAL_RUN; i++) {
            byte[] input = fuzz.next();
            try {
                target.accept(input);
            } catch (RuntimeException | Error finding) {
                throw new AssertionError(
                        "seed " + seed + ", input " + i + " in Base64: "
                                + Base64.getEncoder().encodeToString(input),
                        finding);
            }
        }
    }

    /** The same for text; what is not UTF-8 becomes a replacement character. */
    public static void text(List<String> seeds, List<String> words, Consumer<String> target) {
        bytes(seeds, words, input -> target.accept(new String(input, StandardCharsets.UTF_8)));
    }

    /**
     * Runs a target that makes its own inputs, each from a source of randomness of its own.
     *
     * @param normal how many in the normal run
     * @param least how many at least under {@code ./verify --fuzz}
     */
    public static void cases(int normal, int least, Consumer<Random> target) {
        long seconds = Long.getLong("caregate.fuzz.seconds", 0);
        long seed = seconds > 0 ? Long.getLong("caregate.fuzz.seed", new SecureRandom().nextLong()) : 1;
        Random seeds = new Random(seed);
        long end = System.nanoTime() + seconds * 1_000_000_000;
        for (long i = 0; seconds > 0 ? i < least || System.nanoTime() < end : i < normal; i++) {
            long ofCase = seeds.nextLong();
            try {
                target.accept(new Random(ofCase));
            } catch (RuntimeException | Error finding) {
                throw new AssertionError("seed " + seed + ", case " + i + " (its seed: " + ofCase + ")", finding);
            }
        }
    }

    private static List<byte[]> bytes(List<String> texts) {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private byte[] next() {
        byte[] input = any(seeds);
        for (int damage = 1 + random.nextInt(4); damage > 0; damage--) {
            input = damaged(input);
        }
        return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
    }

    private byte[] any(List<byte[]> of) {
        return of.get(random.nextInt(of.size())).clone();
    }

    private byte[] damaged(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = from + random.nextInt(Math.min(64, input.length - from) + 1);
        return switch (random.nextInt(7)) {
            case 0 -> { // a bit
                if (from < input.length) {
                    input[from] ^= (byte) (1 << random.nextInt(8));
                }
                yield input;
            }
            case 1 -> { // a byte
                if (from < input.length) {
                    input[from] = (byte) random.nextInt(256);
                }
                yield input;
            }
            case 2 -> join(input, from, new byte[0], to); // less
            case 3 -> join(input, to, Arrays.copyOfRange(input, from, to), to); // twice
            case 4 -> join(input, from, any(words), from); // a word more
            case 5 -> join(input, from, any(words), to); // a word instead
            default -> { // the rest of another
                byte[] other = any(seeds);
                yield join(
                        input,
                        from,
                        Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length),
                        input.length);
            }
        };
    }

    /** What is before {@code end}, then the middle, then what is from {@code resume} on. */
    private static byte[] join(byte[] input, int end, byte[] middle, int resume) {
        byte[] joined = Arrays.copyOf(input, end + middle.length + input.length - resume);
        System.arraycopy(middle, 0, joined, end, middle.length);
        System.arraycopy(input, resume, joined, end + middle.length, input.length - resume);
        return joined;
    }
}
