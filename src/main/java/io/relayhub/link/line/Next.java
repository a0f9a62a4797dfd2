package io.relayhub.link.line;

/// The word of whoever hears lines on whether to go on.
public enum Next {
    GO_ON,
    /// Nothing more of this peer is to be looked at.
    STOP
}
