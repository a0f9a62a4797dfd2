package io.relayhub.link.line;

/// Whether whoever hears lines wants to hear more of them.
public enum Next {
    GO_ON,
    /// Nothing more of this peer is to be looked at.
    STOP
}
