package org.caregate.commandline.api;

import org.jspecify.annotations.Nullable;

/** Carries one call to the administration API. */
interface Transport extends AutoCloseable {
    /**
     * Calls.
     *
     * @param path below {@code /admin/v1}, with its query, encoded
     * @param body JSON; null for none
     * @param tag what {@code If-Match} names; null for none
     */
    Reply call(String method, String path, @Nullable String body, @Nullable String tag);

    @Override
    void close();
}
