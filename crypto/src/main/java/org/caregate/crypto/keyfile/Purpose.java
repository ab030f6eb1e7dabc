package org.caregate.crypto.keyfile;

/** What a derived key is for; each purpose has a key of its own (HKDF, RFC 5869 §3.2). */
public enum Purpose {
    ENVELOPE("caregate/v1/envelope"),
    CREDENTIAL_HASH("caregate/v1/credential-hash"),
    REFRESH_SUCCESSOR("caregate/v1/refresh-successor"),
    BROWSER_SESSION("caregate/v1/browser-session"),
    BLIND_INDEX("caregate/v1/blind-index"),
    AUDIT_PENDING("caregate/v1/audit-pending"),
    PAGE_HANDLE("caregate/v2/page-handle"),
    WAITING_REQUEST("caregate/v1/waiting-request"),
    DEVICE("caregate/v1/device");

    private final String label;

    Purpose(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
