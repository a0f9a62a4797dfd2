package io.relayhub.fleet.codec;

/// A part of one server's history, by columns.
///
/// @param from    Unix seconds of the first step
/// @param to      Unix seconds of the end of the last
/// @param step    seconds
/// @param columns cpu, memory, disk, in and out: one number a step, NaN for none
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HistoryPage(String id, long from, long to, int step, double[][] columns) {}
