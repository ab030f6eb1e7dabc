package org.caregate.protocol.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class FormPairTests {
    private static List<String> read(String encoded) {
        List<String> pairs = new ArrayList<>();
        for (FormPair pair : FormPair.in(encoded)) {
            pairs.add(pair.isEmpty() ? "-" : pair.name() + "->" + pair.value());
        }
        return pairs;
    }

    @Test
    void pairs_areReadInOrder_withRepetitions() {
        assertThat(read("a=1&b=2&a=3")).containsExactly("a->1", "b->2", "a->3");
    }

    @Test
    void emptyPairs_areReportedAsSuch() {
        assertThat(read("&a=1&&b=2&")).containsExactly("-", "a->1", "-", "b->2", "-");
        assertThat(read("")).containsExactly("-");
    }

    @Test
    void firstEqualsSign_divides_andAMissingOneLeavesTheValueEmpty() {
        assertThat(read("a=1=2&b&=c")).containsExactly("a->1=2", "b->", "->c");
    }

    @Test
    void plusAndEscapes_areDecodedOnce() {
        assertThat(read("a+b=c%20d%2526")).containsExactly("a b->c d%26");
    }

    @Test
    void illFormedEncoding_isNull_onItsSideAlone() {
        assertThat(read("%zz=1&a=%f")).containsExactly("null->1", "a->null");
        assertThat(read("a=%00")).containsExactly("a->null");
        assertThat(read("a=%ff")).containsExactly("a->null");
    }

    @Test
    void pairAfterTheLast_isRefused() {
        Iterator<FormPair> pairs = FormPair.in("a=1").iterator();
        pairs.next();
        assertThat(pairs.hasNext()).isFalse();
        assertThatThrownBy(pairs::next).isInstanceOf(NoSuchElementException.class);
    }
}
