package org.caregate.audit.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditEntryBuilderTests {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456789Z");

    private static AuditEntryBuilder read() {
        return AuditEntry.of(NOON, "x1", Action.RESOURCE_READ, Outcome.PERMITTED);
    }

    @Test
    void id_isVersion7OfTheEntrysTime() {
        AuditEntry entry = read().build();
        assertThat(entry.id().version()).isEqualTo(7);
        assertThat(entry.id().variant()).isEqualTo(2);
        assertThat(entry.id().getMostSignificantBits() >>> 16).isEqualTo(NOON.toEpochMilli());
        assertThat(read().build().id()).isNotEqualTo(entry.id());
    }

    @Test
    void time_isKeptToTheMicrosecond() {
        assertThat(read().build().time()).isEqualTo(Instant.parse("2026-11-23T12:00:00.123456Z"));
    }

    @Test
    void strangersText_isCut() {
        AuditEntry entry = read().userAgent("é".repeat(10_000)).build();
        String cut = Objects.requireNonNull(entry.sensitive().userAgent());
        assertThat(cut).endsWith("é…");
        assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isBetween(505, 512);
    }

    @Test
    void textThatJustFits_isKept() {
        assertThat(read().userAgent("a".repeat(512)).build().sensitive().userAgent())
                .hasSize(512)
                .doesNotContain("…");
    }

    @Test
    void moreReferencesThanOneEntryHolds_areRefusedByBuild_andSplitByBuildAll() {
        AuditEntryBuilder builder = read();
        IntStream.range(0, 250).forEach(i -> builder.resource("Observation/o" + i));
        builder.patient("p1").patient("p1");
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);

        var entries = builder.buildAll();
        assertThat(entries).hasSize(3).extracting(AuditEntry::id).doesNotHaveDuplicates();
        assertThat(entries).extracting(AuditEntry::exchangeId).containsOnly("x1");
        assertThat(entries.getFirst().sensitive().patients()).containsExactly("p1");
        assertThat(entries.stream().flatMap(e -> e.sensitive().resources().stream()))
                .hasSize(250)
                .doesNotHaveDuplicates();
    }

    @Test
    void asManyReferencesAsOneEntryHolds_makeOneEntry() {
        AuditEntryBuilder builder = read();
        IntStream.range(0, 100)
                .forEach(i -> builder.resource("Observation/o" + i).patient("p" + i));
        assertThat(builder.build().sensitive().resources()).hasSize(100);
        assertThat(builder.buildAll()).hasSize(1);
        builder.patient("p100");
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
        assertThat(builder.buildAll())
                .extracting(entry -> entry.sensitive().patients().size())
                .containsExactly(100, 1);
    }

    @Test
    void exchangeWithoutReferences_makesOneEntryAllTheSame() {
        assertThat(read().buildAll()).hasSize(1);
    }

    @Test
    void moreDetailsThanAnEntryHolds_areRefused_andAnOldOneIsReplaced() {
        AuditEntryBuilder builder = read();
        IntStream.range(0, 16).forEach(i -> builder.detail("k" + i, "v").sensitive("k" + i, "v"));
        assertThatThrownBy(() -> builder.detail("one more", "v")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder.sensitive("one more", "v")).isInstanceOf(IllegalStateException.class);
        assertThat(builder.detail("k0", "other").build().detail()).hasSize(16).containsEntry("k0", "other");
    }

    @Test
    void sensitiveFields_areNotPrinted() {
        assertThat(read().patient("p1").userName("anna").build().toString()).doesNotContain("p1", "anna");
    }
}
