package io.relayhub.link.line;

import io.relayhub.link.json.JsonLimits;
import java.time.Duration;

/// The limits of lines on one path (docs/protocol.md, "Framing").
///
/// @param json               what passes
/// @param maxBytes           the longest line, its line feed not counted
/// @param malformedPerMinute malformed lines of one peer before it is closed
/// @param timeout            how long a line may stay unfinished
public record LineRules(JsonLimits json, int maxBytes, int malformedPerMinute, Duration timeout) {}
