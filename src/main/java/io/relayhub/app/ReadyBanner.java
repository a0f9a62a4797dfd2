package io.relayhub.app;

import java.io.PrintStream;

/// Lines that a person in front of a terminal reads once the hub is ready: where it is, and how to connect to it. For
/// standard output and never for the log, because a token that the hub made up stands in it.
///
/// @param url   of the WebSocket endpoint, for others
/// @param token as it may be shown; empty: none is needed
public record ReadyBanner(String url, String token) {
    public void print(PrintStream out) {
        String link = token.isEmpty() ? url : url + "?token=" + token;
        out.printf("""
                [relayhub] Ready: %s

                  Connect from your local machine:
                    relayhub connect "%s"

                  Or try the bare protocol first:
                    npx wscat -c "%s"

                """, url, link, link);
        out.flush();
    }

    /// Without the token.
    @Override
    public String toString() {
        return "ReadyBanner[" + url + "]";
    }
}
