package io.relayhub.fleet.codec;

/// Who a server is, to those who watch: what the configuration says, and what the server says where that is silent.
///
/// @param country two letters in capitals, or empty
public record Label(String id, String name, String group, String country) {}
