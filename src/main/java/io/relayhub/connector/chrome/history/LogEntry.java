package io.relayhub.connector.chrome.history;

/// One line of a page's console.
///
/// @param at     milliseconds since 1970
/// @param level  `error`, `warn`, `info`, `log` or `debug`
/// @param source `console`, `exception`, `dialog`, or Chrome's word for its own remarks (`network`, `security`, …)
/// @param url    where it comes from; may be empty
/// @param line   counted from 1; 0 where it is not known
public record LogEntry(long at, String level, String source, String text, String url, int line) {}
