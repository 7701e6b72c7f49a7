#include "reset.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "agent.h"
#include "clock.h"
#include "ipc.h"

enum {
    SLICE = 5 * MILLISECOND,        /* the longest wiping before the agent reads from the host again */
    AGAIN = 5 * MILLISECOND,        /* the interval of checks for things that only time removes */
    DONE_WITHIN = 10 * SECOND,      /* for killing and wiping, */
    CLEAN_WITHIN = 2 * SECOND,      /* and after that for what the kernel frees a moment later */
};

void reset_start(struct agent *agent, bool wipe)
{
    agent->reset = (struct reset){
        .stage = RESET_KILLING,
        .wipe = wipe,
        .give_up = clock_us() + DONE_WITHIN,
    };
    agent->previous_ok = false;
    prepared_reset(agent);
}

/* Reports what is left, or "" for nothing. */
static void finish(struct agent *agent, const char *left)
{
    uint8_t payload[1 + PLACE_MESSAGE];
    size_t length = strnlen(left, PLACE_MESSAGE);
    if (length > 0)
        queue_skip_all(&agent->queue);
    wipe_end(&agent->reset.wiping);
    agent->reset = (struct reset){.stage = RESET_IDLE};
    memcpy(put_u8(payload, length == 0), left, length);
    outbox_ordered(&agent->outbox, AGENT_RESET_DONE, payload, 1 + length);
}

static void check_from_now(struct reset *reset)
{
    reset->stage = RESET_CHECKING;
    reset->give_up = clock_us() + CLEAN_WITHIN;
}

/* Kills until no process is left to wait for. */
static void kill_more(struct agent *agent)
{
    struct reset *reset = &agent->reset;
    struct reaped reaped;
    enum reap_result result;
    processes_kill();
    while ((result = processes_reap(&reaped)) == REAP_ONE)
        if (reaped.pid == agent->prepared.pid)
            prepared_reaped(agent);
    reset->due = clock_us() + AGAIN;
    if (result == REAP_ALIVE)
        return;
    if (reset->wipe)
        reset->stage = RESET_WIPING;
    else
        check_from_now(reset);
}

/* Empties one place after another. */
static void wipe_more(struct agent *agent)
{
    struct reset *reset = &agent->reset;
    int64_t until = clock_us() + SLICE;
    char name[300], left[PLACE_MESSAGE];
    enum wipe_result result = WIPE_DONE;
    if (agent->places.count == 0) {
        finish(agent, "no place to wipe is known");
        return;
    }
    while (result == WIPE_DONE) {
        if (reset->wiping.folder == NULL && reset->next == agent->places.count) {
            if (processes_is_init())
                ipc_wipe();
            check_from_now(reset);
            return;
        }
        if (reset->wiping.folder == NULL) {
            const struct place *place = &agent->places.list[reset->next++];
            place_restore(place);
            if (!wipe_begin(&reset->wiping, place->folder)) {
                snprintf(left, sizeof left, "%.100s: %s", place->path, strerror(errno));
                finish(agent, left);
                return;
            }
        }
        result = wipe_some(&reset->wiping, until, name, sizeof name);
        if (result == WIPE_DONE)
            wipe_end(&reset->wiping);
    }
    if (result == WIPE_MORE)
        return;
    snprintf(left, sizeof left, "%.90s, in it %s", agent->places.list[reset->next - 1].path, name);
    finish(agent, left);
}

static bool is_clean(const struct agent *agent, char left[PLACE_MESSAGE])
{
    if (!processes_are_gone(left, PLACE_MESSAGE))
        return false;
    if (!agent->reset.wipe)
        return true;
    for (size_t i = 0; i < agent->places.count; i++)
        if (!place_is_clean(&agent->places.list[i], left))
            return false;
    return !processes_is_init() || ipc_is_clean(left, PLACE_MESSAGE);
}

/* Proceeds as far as possible now. */
void reset_proceed(struct agent *agent)
{
    struct reset *reset = &agent->reset;
    char left[PLACE_MESSAGE] = "it takes too long";
    if (reset->stage == RESET_KILLING)
        kill_more(agent);
    if (reset->stage == RESET_WIPING)
        wipe_more(agent);
    if (reset->stage == RESET_CHECKING) {
        if (is_clean(agent, left)) {
            finish(agent, "");
            return;
        }
        reset->due = clock_us() + AGAIN;
    }
    if (reset->stage != RESET_IDLE && clock_us() >= reset->give_up)
        finish(agent, left);
}

/* The time of the next reset_proceed by the agent's clock, or INT64_MAX. */
int64_t reset_next(const struct agent *agent)
{
    switch (agent->reset.stage) {
    case RESET_KILLING:
    case RESET_CHECKING:
        return agent->reset.due;
    case RESET_WIPING:
        return 0;
    default:
        return INT64_MAX;
    }
}
