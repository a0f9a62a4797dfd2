# Of the lines that bench/compare.sh collects (name=value ...): one shape's rows of a table, or with ratios=yes the lines
# that compare medians. A ratio is the median of the rounds' ratios, as each round measures all relays in turn.

function median(list, count,    i, j, swap) {
    for (i = 2; i <= count; i++)
        for (j = i; j > 1 && list[j] < list[j - 1]; j--) {
            swap = list[j]
            list[j] = list[j - 1]
            list[j - 1] = swap
        }
    return count % 2 ? list[(count + 1) / 2] : (list[count / 2] + list[count / 2 + 1]) / 2
}

# middle(what, of a shape, of a server): the median over the rounds
function middle(what, of, who,    list, count, round) {
    for (round = 1; round <= rounds; round++)
        if ((of, who, round, what) in value) list[++count] = value[of, who, round, what]
    return count ? median(list, count) : 0
}

function sum(what, of, who,    total, round) {
    for (round = 1; round <= rounds; round++) total += value[of, who, round, what]
    return total
}

# How much more of something in one shape and server than in another, round by round.
function ratio(what, of, who, of2, who2,    list, count, round, other) {
    for (round = 1; round <= rounds; round++) {
        other = value[of2, who2, round, what]
        if (other > 0) list[++count] = value[of, who, round, what] / other
    }
    return count ? sprintf("%.2f", median(list, count)) : "-"
}

function remarks(of, who,    text) {
    if (middle("load-cpu", of, who) > 0.95) text = text "; the generator was the limit"
    if (middle("others-cpu", of, who) > 0.2)
        text = text sprintf("; other programs used %.1f processors", middle("others-cpu", of, who))
    if (sum("wrong", of, who)) text = text "; " sum("wrong", of, who) " WRONG"
    if (sum("closed", of, who)) text = text "; " sum("closed", of, who) " connections closed"
    if (sum("errors", of, who)) text = text "; " sum("errors", of, who) " errors"
    if (sum("timeouts", of, who)) text = text "; " sum("timeouts", of, who) " time-outs"
    if (sum("lost", of, who)) text = text "; " sum("lost", of, who) " never answered"
    if (middle("rps", of, who) == 0) text = text "; NOTHING ANSWERED"
    return substr(text, 3)
}

{
    delete field
    for (i = 1; i <= NF; i++) {
        at = index($i, "=")
        field[substr($i, 1, at - 1)] = substr($i, at + 1)
    }
    of = field["shape"]
    who = field["server"]
    if (!(of in shape_is_known)) shape_name[++shape_count] = of
    if (!(who in server_is_known)) server_name[++server_count] = who
    shape_is_known[of] = server_is_known[who] = 1
    if (field["round"] + 0 > rounds) rounds = field["round"] + 0
    for (name in field) value[of, who, field["round"], name] = field[name] + 0
}

END {
    yardstick = "node-unparsed" in server_is_known ? "node-unparsed" : server_name[server_count > 1 ? 2 : 1]
    if (ratios) {
        for (i = 1; i <= shape_count; i++)
            for (j = 1; j <= server_count; j++) {
                if (server_name[j] == "hub") continue
                of = shape_name[i]
                printf "ratio %s hub/%s requests/s %s p50 %s p99 %s\n", of, server_name[j],
                    ratio("rps", of, "hub", of, server_name[j]), ratio("p50", of, "hub", of, server_name[j]),
                    ratio("p99", of, "hub", of, server_name[j])
            }
        split("64B-8-idle/64B-8 12-slow-silent/12", pairs, " ")
        for (i = 1; i in pairs; i++) {
            split(pairs[i], pair, "/")
            if (!(pair[1] in shape_is_known) || !(pair[2] in shape_is_known)) continue
            for (j = 1; j <= server_count; j++)
                printf "ratio %s %s requests/s %s p50 %s p99 %s\n", server_name[j], pairs[i],
                    ratio("rps", pair[1], server_name[j], pair[2], server_name[j]),
                    ratio("p50", pair[1], server_name[j], pair[2], server_name[j]),
                    ratio("p99", pair[1], server_name[j], pair[2], server_name[j])
        }
        exit
    }
    if (head) {
        print "| Shape | Relay | Requests/s | of " yardstick " | p50 µs | p99 µs | p99.9 µs | Processor µs/request | |"
        print "|---|---|---|---|---|---|---|---|---|"
    }
    for (j = 1; j <= server_count; j++) {
        who = server_name[j]
        rps = middle("rps", shape, who)
        printf "| %s | %s | %d | %s | %.0f | %.0f | %.0f | %.1f | %s |\n", shape, who, rps,
            ratio("rps", shape, who, shape, yardstick), middle("p50", shape, who), middle("p99", shape, who),
            middle("p99.9", shape, who), rps ? middle("relay-cpu", shape, who) * 1e6 / rps : 0, remarks(shape, who)
    }
}
