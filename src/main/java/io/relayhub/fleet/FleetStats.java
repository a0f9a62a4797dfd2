package io.relayhub.fleet;

/// Numbers of one moment.
///
/// @param silent       servers that have never reported
/// @param pictureBytes that the last reports take
public record FleetStats(int online, int offline, int silent, int viewers, long pictureBytes) {}
