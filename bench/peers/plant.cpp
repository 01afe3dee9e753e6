// The default plant of families/plant in C++, for comparison: equal equations and accounts, written for speed.
//   plant rk4 <floaters> <seconds> <step>        smooth valves, classic Runge-Kutta, fixed steps
//   plant cvode <floaters> <seconds> <tolerance> switched valves, CVODE's Adams method with root finding
// Prints JSON: steps, right-hand sides, seconds of processor time, way, work into the generator.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>
#ifdef WITH_CVODE
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>
#endif

static const double R = 287.05, CP = 1004.7, RHO = 1000, G = 9.81, P0 = 101325, T0 = 293.15, K = R / CP;
static const double RADIUS = 1.2, HEIGHT = 22.1, LOOP = 2 * HEIGHT + 2 * M_PI * RADIUS, QUARTER = 0.5 * M_PI * RADIUS;
static const double J1 = QUARTER, J2 = QUARTER + HEIGHT, J3 = 3 * QUARTER + HEIGHT, J4 = 3 * QUARTER + 2 * HEIGHT;
static const double VENT = 2 * QUARTER + HEIGHT, PURGE = J3, SURFACE = HEIGHT + RADIUS + 0.5;
static const double BOTTOM = P0 + RHO * G * (SURFACE + RADIUS), DELIVERY = 400000;
static const double GEAR = 39.4 / RADIUS, ETA = 0.93, INERTIA = 500, C0 = 20, C2 = 0.02;
static const double RATED = 530000, W0 = 39.27, DROOP = 0.05, TMAX = 16000;
static const double DISSOLVE = 1e-4, FILL = 0.4, VENTTIME = 0.15, FILLWAY = 0.46;
enum { EMPTY, FILLING, FULL, SPILLING, VENTING };
enum { COMPRESSION, HEAT, GENERATOR, ELECTRICITY, DRAG, FRICTION, WINDAGE, GEARS, ENTRAINED, VENTED, BUOYANCY,
       THROTTLING, TRANSFER, MIXING, VENTEDEX, INJECTED, LEFT, ACCOUNTS };

struct Plant {
  int n, size;
  bool smooth, locked = true;
  double volume, shellVolume, shellMass, ua, charge, dry, drag, pitch, mass = 0, torque = 0;
  std::vector<int> mode;
  std::vector<double> outflow;
  long evaluations = 0, events = 0;
  long number[4];

  Plant(int count, bool windows) : n(count), size(3 + 2 * count + ACCOUNTS), smooth(windows), mode(count), outflow(count) {
    double share = n == 66 ? 1 : 66.0 / n;
    volume = n == 66 ? 0.4 : 0.4 * share * 0.99;
    shellVolume = 0.016 * share, shellMass = 16 * share, ua = 450 * share;
    double cd = std::fmin(2.5, 0.6 * share);
    pitch = LOOP / n;
    charge = BOTTOM * volume / (R * T0);
    dry = 40 * LOOP + n * (shellMass + 0.5 * RHO * (volume + shellVolume) + RHO * volume);
    drag = 0.5 * RHO * cd * 0.6 * n;
    const double at[4] = {0, J1, VENT, PURGE};
    for (int k = 0; k < 4; k++) number[k] = (long)std::floor(-at[k] / pitch + 1e-9) + 1;
  }

  static void path(double at, double &z, double &up) {
    if (at < J1) z = -RADIUS * std::cos(at / RADIUS), up = std::sin(at / RADIUS);
    else if (at < J2) z = at - J1, up = 1;
    else if (at < J3) z = HEIGHT + RADIUS * std::sin((at - J2) / RADIUS), up = std::cos((at - J2) / RADIUS);
    else if (at < J4) z = HEIGHT - (at - J3), up = -1;
    else z = -RADIUS * std::sin((at - J4) / RADIUS), up = -std::cos((at - J4) / RADIUS);
  }

  double placeOf(double s, int i) const {
    double at = s + i * pitch;
    return at - std::floor(at / LOOP) * LOOP;
  }

  void derivative(const double *y, double *d) {
    evaluations++;
    const double v = y[1], w = y[2], sink = -RHO * G * v;
    const double *m = y + 3, *h = y + 3 + n;
    double lift = 0, air = 0, in = 0, ex = 0, heat = 0, transfer = 0, slopes = 0;
    double injected = 0, throttling = 0, mixing = 0, left = 0, vented = 0, ventedEx = 0;
    const double exergy = R * T0 * std::log(DELIVERY / P0);
    double at = placeOf(y[0], 0);
    for (int i = 0; i < n; i++, at += pitch) {
      if (at >= LOOP) at -= LOOP;
      double z, up;
      path(at, z, up);
      slopes += up;
      d[3 + i] = d[3 + n + i] = 0;
      if (smooth ? m[i] <= 1e-12 * charge && at > FILLWAY : mode[i] == EMPTY) continue;
      const double p = P0 + RHO * G * (SURFACE - z), q = 1 / p;
      const bool some = m[i] > 1e-11 * charge && h[i] > 0;
      const double T = some ? h[i] / (m[i] * CP) : T0;
      const double pull = h[i] * q, room = K * pull;
      const double warming = some ? ua / volume * room * (T0 - T) : 0;
      const double rise = sink * up;
      double out = 0, into = 0;
      if (smooth) {
        const double surplus = room / volume - 1, u = std::fmin(std::fmax((at - VENT) / 0.2, 0), 1);
        out = (DISSOLVE + std::fmax(surplus, 0) / 0.05 + u * u * (3 - 2 * u) / VENTTIME) * m[i];
        const double x = at / FILLWAY;
        if (x < 1) into = charge * v * 30 * x * x * (1 - x) * (1 - x) / FILLWAY;
      } else if (mode[i] == SPILLING) out = (warming + (room - pull) * rise) / (CP * T);
      else if (mode[i] == VENTING) out = m[i] / VENTTIME;
      else if (mode[i] == FULL) out = DISSOLVE * m[i];
      else into = charge / FILL;
      outflow[i] = out;
      const double growth = warming + room * rise + CP * (into * T0 - out * T);
      d[3 + i] = into - out;
      d[3 + n + i] = growth;
      const double swelling = K * q * (growth - pull * rise);
      if (swelling > 0) ex += swelling; else in -= swelling;
      lift += up * room, air += room, heat += warming, transfer += warming * (1 / T - 1 / T0);
      if (out != 0) {
        left += out, vented += out * CP * (T - T0);
        ventedEx += out * (CP * (T - T0) - T0 * (CP * std::log(T / T0) - R * std::log(p / P0)));
      }
      if (into > 0) {
        injected += into, throttling += into * (exergy - R * T0 * std::log(p / P0));
        mixing += into * CP * T0 * (std::log(T / T0) - 1 + T0 / T);
      }
    }
    mass = dry - RHO * air;
    lift *= RHO * G;
    const double taken = RHO * in, bearings = 200 + 50 * v, dragging = drag * v * v;
    const double force = lift + (RHO * shellVolume - shellMass) * G * slopes - dragging - bearings - taken * v;
    const double law = RATED / W0 * std::fmax(0, (w / W0 - 1 + DROOP) / DROOP);
    const double load = w > 0 ? std::fmin(std::fmin(law, TMAX), RATED / w) : 0, resisting = C0 + C2 * w * w;
    torque = (INERTIA * GEAR * force / mass + load + resisting) / (1 + INERTIA * GEAR * GEAR / (mass * ETA));
    d[0] = v;
    const double carried = locked ? torque : 0;
    d[1] = (force - carried * GEAR / ETA) / mass;
    d[2] = locked ? GEAR * d[1] : (-load - resisting) / INERTIA;
    double *a = d + 3 + 2 * n;
    a[COMPRESSION] = injected * exergy, a[HEAT] = heat, a[GENERATOR] = load * w;
    a[ELECTRICITY] = 0.9172 * std::fmax(0, load * w - 500 - 4 * w * w - 1.2e-4 * load * load);
    a[DRAG] = dragging * v, a[FRICTION] = bearings * v, a[WINDAGE] = resisting * w;
    a[GEARS] = carried * GEAR * v * (1 / ETA - 1), a[ENTRAINED] = 0.5 * RHO * (in + ex) * v * v;
    a[VENTED] = vented, a[BUOYANCY] = lift * v, a[THROTTLING] = throttling, a[TRANSFER] = T0 * transfer;
    a[MIXING] = mixing, a[VENTEDEX] = ventedEx, a[INJECTED] = injected, a[LEFT] = left;
  }

  double ahead() const {
    const double at[4] = {0, J1, VENT, PURGE};
    double next = 1e300;
    for (int k = 0; k < 4; k++) next = std::fmin(next, at[k] + number[k] * pitch);
    return next;
  }

  /** Largest of what has filled, come to its brim, or would have to draw air in. */
  void guards(const double *y, double *g) {
    g[0] = y[0] - ahead(), g[1] = g[2] = -1;
    g[3] = locked ? -torque : GEAR * y[1] - y[2];
    double z, up;
    for (int i = 0; i < n; i++) {
      if (mode[i] == SPILLING) g[2] = std::fmax(g[2], -outflow[i] / charge - 1e-10);
      if (mode[i] != FILLING && mode[i] != FULL) continue;
      path(placeOf(y[0], i), z, up);
      const double full = K * y[3 + n + i] / (P0 + RHO * G * (SURFACE - z)) / volume - 1 - 1e-10;
      g[1] = std::fmax(g[1], mode[i] == FILLING ? std::fmax(full, y[3 + i] / charge - 1) : full);
    }
  }

  /** What the roots `found` say has happened, and what happens at the same instant. */
  void process(double *y, const int *found) {
    std::vector<double> d(size);
    derivative(y, d.data());
    double z, up;
    if (locked && (found[3] || torque < 0)) locked = false, events++;
    else if (!locked && (found[3] || GEAR * y[1] > y[2])) locked = true, y[2] = GEAR * y[1], events++;
    for (int i = 0; i < n; i++) {
      path(placeOf(y[0], i), z, up);
      const double full = K * y[3 + n + i] / (P0 + RHO * G * (SURFACE - z)) / volume - 1;
      if (mode[i] == FILLING && (full > -1e-9 || y[3 + i] / charge - 1 > -1e-9)) mode[i] = full > -1e-9 ? SPILLING : FULL, events++;
      else if (mode[i] == FULL && full > -1e-9) mode[i] = SPILLING, events++;
      else if (mode[i] == SPILLING && outflow[i] < (found[2] ? 1e-9 : -1e-10) * charge) mode[i] = FULL, events++;
    }
    cross(y);
    // what has changed may turn the clutch's torque round
    derivative(y, d.data());
    if (locked && torque < 0) locked = false, events++;
  }

  void cross(double *y) {
    double z, up;
    const double at[4] = {0, J1, VENT, PURGE}, here = ahead();
    if (y[0] < here - 1e-9) return;
    for (int k = 3; k >= 0; k--) {
      if (at[k] + number[k] * pitch > here + 1e-9 * pitch) continue;
      const int i = (int)(((-number[k]) % n + n) % n);
      number[k]++, events++;
      if (k == 0 && mode[i] == EMPTY) mode[i] = FILLING;
      if (k == 1 && mode[i] == FILLING) mode[i] = FULL;
      if (k == 2 && mode[i] != EMPTY) mode[i] = VENTING;
      if (k != 3 || mode[i] == EMPTY) continue;
      path(placeOf(y[0], i), z, up);
      const double water = RHO * K * y[3 + n + i] / (P0 + RHO * G * (SURFACE - z));
      const double moving = mass + (locked ? INERTIA * GEAR * GEAR : 0), share = moving / (moving + water);
      y[3 + 2 * n + ENTRAINED] += 0.5 * moving * y[1] * y[1] * (1 - share);
      y[1] *= share, mass += water;
      if (locked) y[2] *= share;
      y[3 + i] = y[3 + n + i] = 0, mode[i] = EMPTY;
    }
  }
};

static double seconds() { return (double)clock() / CLOCKS_PER_SEC; }

static void report(const Plant &plant, const double *y, long steps, double took) {
  std::printf("{\"steps\":%ld,\"evaluations\":%ld,\"events\":%ld,\"seconds\":%.9g,\"way\":%.17g,\"generator\":%.17g}\n", steps,
              plant.evaluations, plant.events, took, y[0], y[3 + 2 * plant.n + GENERATOR]);
}

static int rk4(int n, double end, double h) {
  Plant plant(n, true);
  const int size = plant.size;
  std::vector<double> y(size), t(size), k1(size), k2(size), k3(size), k4(size);
  y[1] = 1, y[2] = GEAR;
  for (int i = 0; i < n; i++) {
    const double at = plant.placeOf(0, i);
    if (!(at > 0 && at < VENT)) continue;
    double z, up;
    Plant::path(at, z, up);
    y[3 + i] = std::fmin(plant.charge, (P0 + RHO * G * (SURFACE - z)) * plant.volume / (R * T0));
    y[3 + n + i] = y[3 + i] * CP * T0;
  }
  const long steps = std::lround(end / h);
  const double before = seconds();
  for (long step = 0; step < steps; step++) {
    plant.derivative(y.data(), k1.data());
    for (int i = 0; i < size; i++) t[i] = y[i] + 0.5 * h * k1[i];
    plant.derivative(t.data(), k2.data());
    for (int i = 0; i < size; i++) t[i] = y[i] + 0.5 * h * k2[i];
    plant.derivative(t.data(), k3.data());
    for (int i = 0; i < size; i++) t[i] = y[i] + h * k3[i];
    plant.derivative(t.data(), k4.data());
    for (int i = 0; i < size; i++) y[i] += h / 6 * (k1[i] + 2 * (k2[i] + k3[i]) + k4[i]);
  }
  report(plant, y.data(), steps, seconds() - before);
  return 0;
}

#ifdef WITH_CVODE
static int right(realtype, N_Vector y, N_Vector d, void *plant) {
  ((Plant *)plant)->derivative(N_VGetArrayPointer(y), N_VGetArrayPointer(d));
  return 0;
}
static int roots(realtype, N_Vector y, realtype *g, void *plant) {
  ((Plant *)plant)->guards(N_VGetArrayPointer(y), g);
  return 0;
}
static int adams(int n, double end, double tolerance) {
  Plant plant(n, false);
  SUNContext context;
  SUNContext_Create(nullptr, &context);
  N_Vector y = N_VNew_Serial(plant.size, context), absolute = N_VNew_Serial(plant.size, context);
  double *state = N_VGetArrayPointer(y), *a = N_VGetArrayPointer(absolute);
  std::memset(state, 0, sizeof(double) * plant.size);
  state[1] = 0.2, state[2] = 0.2 * GEAR;
  for (int i = 0; i < plant.size; i++)
    a[i] = i < 3 ? 0.1 * tolerance : i < 3 + n ? 0.1 * tolerance * plant.charge
         : i < 3 + 2 * n ? 0.1 * tolerance * plant.charge * CP * T0 : 1e300;
  void *solver = CVodeCreate(CV_ADAMS, context);
  CVodeInit(solver, right, 0, y);
  CVodeSVtolerances(solver, tolerance, absolute);
  CVodeSetUserData(solver, &plant);
  CVodeSetMaxNumSteps(solver, 1000000);
  SUNNonlinearSolver iteration = SUNNonlinSol_FixedPoint(y, 0, context);
  CVodeSetNonlinearSolver(solver, iteration);
  CVodeRootInit(solver, 4, roots);
  CVodeSetNoInactiveRootWarn(solver);
  const double before = seconds();
  double time = 0;
  const int none[4] = {0, 0, 0, 0};
  plant.process(state, none);
  CVodeReInit(solver, 0, y);
  long steps = 0, part = 0;
  while (time < end) {
    CVodeSetStopTime(solver, end);
    const int flag = CVode(solver, end, y, &time, CV_NORMAL);
    if (flag < 0) return std::fprintf(stderr, "CVODE failed with %d at %g s\n", flag, time), 1;
    if (flag != CV_ROOT_RETURN) break;
    CVodeGetNumSteps(solver, &part);
    steps += part;
    // a guard that is just below zero would be found again at once
    if (state[0] < plant.ahead() && plant.ahead() - state[0] < 1e-9) state[0] = plant.ahead();
    int found[4];
    CVodeGetRootInfo(solver, found);
    plant.process(state, found);
    CVodeReInit(solver, time, y);
  }
  CVodeGetNumSteps(solver, &part);
  report(plant, state, steps + part, seconds() - before);
  return 0;
}
#endif

int main(int, char **words) {
  const int n = std::atoi(words[2]);
  const double end = std::atof(words[3]), last = std::atof(words[4]);
  if (!std::strcmp(words[1], "rk4")) return rk4(n, end, last);
#ifdef WITH_CVODE
  return adams(n, end, last);
#else
  return std::fprintf(stderr, "built without CVODE\n"), 1;
#endif
}
