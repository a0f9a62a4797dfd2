package io.relayhub.fleet.codec;

/// A server has become on-line or off-line.
///
/// @param time Unix seconds
public record Event(long time, String id, boolean isOnline) {}
