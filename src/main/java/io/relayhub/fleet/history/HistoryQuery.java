package io.relayhub.fleet.history;

import io.relayhub.fleet.codec.HistoryPage;

/// The part of a history that somebody asks for. Unix seconds; negative where nothing was said.
///
/// @param from inclusive; by default 24 h before `to`
/// @param to   exclusive; by default now
/// @param step by default the finest there is
public record HistoryQuery(long from, long to, long step) {
    public static final long UNSAID = -1;

    /// @throws IllegalArgumentException with a sentence that begins with the parameter's name
    public HistoryQuery {
        if (step == 0) {
            throw new IllegalArgumentException("step must be at least 1 second");
        }
        if (from >= 0 && to >= 0 && to < from) {
            throw new IllegalArgumentException("to must not be before from");
        }
    }

    /// @param id     whose it is
    /// @param second Unix time of the hub's clock
    public HistoryPage answer(String id, History history, long second) {
        int finest = history.step();
        long wanted = Math.min(step < 0 ? finest : step, History.SECONDS);
        int coarse = (int) ((wanted + finest - 1) / finest) * finest;
        // What is outside of the last 24 h is not there, whatever is asked for.
        long newest = Math.floorDiv(second, coarse) * coarse + coarse;
        long oldest = newest - Math.floorDiv(History.SECONDS, coarse) * (long) coarse;
        long end = to < 0 ? newest : Math.clamp(up(to, coarse), oldest, newest);
        long begin = from < 0 ? Math.max(oldest, end - History.SECONDS) : Math.floorDiv(from, coarse) * coarse;
        begin = Math.clamp(begin, oldest, end);
        int points = (int) ((end - begin) / coarse);
        double[][] columns = new double[History.COLUMNS][points];
        for (int column = 0; column < History.COLUMNS; column++) {
            for (int point = 0; point < points; point++) {
                columns[column][point] = mean(history, begin + (long) point * coarse, coarse, column);
            }
        }
        return new HistoryPage(id, begin, end, coarse, columns);
    }

    private static double mean(History history, long begin, int length, int column) {
        double sum = 0;
        int count = 0;
        for (long second = begin; second < begin + length; second += history.step()) {
            double value = history.value(second / history.step(), column);
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    private static long up(long second, int step) {
        return second >= Long.MAX_VALUE - step ? second / step * step : (second + step - 1) / step * step;
    }
}
