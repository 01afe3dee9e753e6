// Solutions of the problem set by CVODE (SUNDIALS, BDF with a dense Jacobian): name, then values at the end, one line each.
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <cstdio>
#include <vector>

static int robertson(realtype, N_Vector y, N_Vector f, void *) {
  double *x = N_VGetArrayPointer(y), *d = N_VGetArrayPointer(f);
  d[0] = -0.04 * x[0] + 1e4 * x[1] * x[2];
  d[2] = 3e7 * x[1] * x[1];
  d[1] = -d[0] - d[2];
  return 0;
}
static int vanDerPol(realtype, N_Vector y, N_Vector f, void *) {
  double *x = N_VGetArrayPointer(y), *d = N_VGetArrayPointer(f);
  d[0] = x[1];
  d[1] = 1000 * (1 - x[0] * x[0]) * x[1] - x[0];
  return 0;
}
static int lotkaVolterra(realtype, N_Vector y, N_Vector f, void *) {
  double *x = N_VGetArrayPointer(y), *d = N_VGetArrayPointer(f);
  d[0] = 1.5 * x[0] - x[0] * x[1];
  d[1] = -3 * x[1] + x[0] * x[1];
  return 0;
}

static void solve(const char *name, CVRhsFn f, std::vector<double> start, double end) {
  SUNContext context;
  SUNContext_Create(nullptr, &context);
  const long n = static_cast<long>(start.size());
  N_Vector y = N_VMake_Serial(n, start.data(), context);
  void *memory = CVodeCreate(CV_BDF, context);
  CVodeInit(memory, f, 0, y);
  CVodeSStolerances(memory, 1e-12, 1e-16);
  CVodeSetMaxNumSteps(memory, 10000000);
  SUNMatrix matrix = SUNDenseMatrix(n, n, context);
  SUNLinearSolver solver = SUNLinSol_Dense(y, matrix, context);
  CVodeSetLinearSolver(memory, solver, matrix);
  realtype time = 0;
  CVodeSetStopTime(memory, end);
  CVode(memory, end, y, &time, CV_NORMAL);
  std::printf("%s", name);
  for (double value : start) std::printf(" %.17g", value);
  std::printf("\n");
}

int main() {
  solve("robertson", robertson, {1, 0, 0}, 40);
  solve("van der pol", vanDerPol, {2, 0}, 500);
  solve("lotka volterra", lotkaVolterra, {10, 5}, 15);
}
