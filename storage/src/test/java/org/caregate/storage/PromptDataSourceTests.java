package org.caregate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

class PromptDataSourceTests {
    private final AtomicLong now = new AtomicLong();
    private final Lost pool = new Lost();
    private final PromptDataSource prompt = new PromptDataSource(pool, now::get);

    private static final class Lost extends AbstractDataSource {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Connection getConnection() throws SQLException {
            asked.incrementAndGet();
            throw new SQLTransientConnectionException("timed out after two seconds");
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }
    }

    @Test
    void lostDatabase_isWaitedForOnce_andAskedAgainAMomentLater() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(prompt::getConnection).isInstanceOf(SQLTransientConnectionException.class);
        }
        assertThat(pool.asked).hasValue(1);

        Thread another = Thread.ofVirtual()
                .start(() ->
                        assertThatThrownBy(prompt::getConnection).isInstanceOf(SQLTransientConnectionException.class));
        another.join();
        assertThat(pool.asked).as("another exchange asks for itself").hasValue(2);

        now.addAndGet(PromptDataSource.MOMENT.toNanos());
        assertThatThrownBy(prompt::getConnection).isInstanceOf(SQLTransientConnectionException.class);
        assertThat(pool.asked).hasValue(3);
    }
}
