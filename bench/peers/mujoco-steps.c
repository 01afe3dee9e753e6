// Steps a model with the MuJoCo of the system: seconds of processor time, the best of several rounds, each from the first key
// frame. Arguments: model, steps in a round, rounds.
#include <mujoco/mujoco.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static double seconds(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_utime.tv_usec * 1e-6;
}

int main(int count, char **words) {
  char error[1000] = "";
  if (count < 4) return 2;
  mjModel *model = mj_loadXML(words[1], NULL, error, sizeof error);
  if (model == NULL) {
    fprintf(stderr, "%s\n", error);
    return 1;
  }
  mjData *data = mj_makeData(model);
  int steps = atoi(words[2]), rounds = atoi(words[3]), warnings = 0;
  double best = 1e300;
  for (int round = 0; round < rounds; round++) {
    mj_resetDataKeyframe(model, data, 0);
    double before = seconds();
    for (int step = 0; step < steps; step++) mj_step(model, data);
    double taken = seconds() - before;
    if (taken < best) best = taken;
  }
  for (int kind = 0; kind < mjNWARNING; kind++) warnings += data->warning[kind].number;
  printf("{\"seconds\":%.9f,\"version\":%d,\"warnings\":%d,\"contacts\":%d}\n", best, mj_version(), warnings, data->ncon);
  return 0;
}
