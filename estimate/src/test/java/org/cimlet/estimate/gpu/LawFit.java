package org.cimlet.estimate.gpu;

import java.util.List;
import java.util.function.ToDoubleBiFunction;

/// Fits a law's constants to measurements: least squares of the logarithms of predicted over
/// measured, in which an error far above a tenth counts by its size and not its square.
///
/// Levenberg and Marquardt's walk in the logarithms of the constants, each kept between its bounds.
/// The same rows give the same constants.
final class LawFit {
  private static final double ROBUST = 0.1;
  private static final double STEP = 1e-4;
  private static final int MOST_STEPS = 200;

  /// A constant.
  ///
  /// @param key what the law's file calls it
  /// @param start where the walk begins
  record Constant(String key, double start, double least, double most) {}

  private LawFit() {}

  /// Best constants.
  ///
  /// @param logError logarithm of predicted over measured, by constants and row
  static <R> double[] of(
      List<Constant> constants, List<R> rows, ToDoubleBiFunction<double[], R> logError) {
    double[] best = constants.stream().mapToDouble(Constant::start).toArray();
    double[] errors = errors(best, rows, logError);
    double cost = cost(errors);
    double damping = 1e-3;
    for (int step = 0; step < MOST_STEPS && damping < 1e9; step++) {
      double[] direction = direction(constants, best, rows, logError, errors, damping);
      double[] tried = moved(constants, best, direction);
      double[] triedErrors = errors(tried, rows, logError);
      double triedCost = cost(triedErrors);
      if (triedCost < cost) {
        boolean done = cost - triedCost < 1e-6 * cost;
        best = tried;
        errors = triedErrors;
        cost = triedCost;
        damping /= 3;
        if (done) {
          break;
        }
      } else {
        damping *= 4;
      }
    }
    return best;
  }

  private static double[] moved(List<Constant> constants, double[] from, double[] direction) {
    double[] moved = new double[from.length];
    for (int i = 0; i < from.length; i++) {
      Constant constant = constants.get(i);
      moved[i] = Math.clamp(from[i] * Math.exp(direction[i]), constant.least(), constant.most());
    }
    return moved;
  }

  private static <R> double[] errors(
      double[] values, List<R> rows, ToDoubleBiFunction<double[], R> logError) {
    return rows.stream().mapToDouble(row -> logError.applyAsDouble(values, row)).toArray();
  }

  private static double cost(double[] errors) {
    double sum = 0;
    for (double error : errors) {
      double scaled = error / ROBUST;
      sum += 2 * (Math.sqrt(1 + scaled * scaled) - 1);
    }
    return sum;
  }

  private static <R> double[] direction(
      List<Constant> constants,
      double[] at,
      List<R> rows,
      ToDoubleBiFunction<double[], R> logError,
      double[] errors,
      double damping) {
    int n = at.length;
    double[][] slopes = new double[n][];
    for (int i = 0; i < n; i++) {
      double step = at[i] * Math.exp(STEP) > constants.get(i).most() ? -STEP : STEP;
      double[] beside = at.clone();
      beside[i] *= Math.exp(step);
      double[] changed = errors(beside, rows, logError);
      for (int row = 0; row < errors.length; row++) {
        changed[row] = (changed[row] - errors[row]) / step;
      }
      slopes[i] = changed;
    }
    double[][] normal = new double[n][n + 1];
    for (int row = 0; row < errors.length; row++) {
      double scaled = errors[row] / ROBUST;
      double weight = 1 / Math.sqrt(1 + scaled * scaled);
      for (int i = 0; i < n; i++) {
        normal[i][n] -= weight * slopes[i][row] * errors[row];
        for (int j = 0; j < n; j++) {
          normal[i][j] += weight * slopes[i][row] * slopes[j][row];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      normal[i][i] += damping * normal[i][i] + 1e-12;
    }
    return solved(normal);
  }

  /// Gauss's elimination of a small, positive definite system.
  private static double[] solved(double[][] system) {
    int n = system.length;
    for (int i = 0; i < n; i++) {
      for (int row = i + 1; row < n; row++) {
        double factor = system[row][i] / system[i][i];
        for (int column = i; column <= n; column++) {
          system[row][column] -= factor * system[i][column];
        }
      }
    }
    double[] solution = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double rest = system[i][n];
      for (int column = i + 1; column < n; column++) {
        rest -= system[i][column] * solution[column];
      }
      solution[i] = rest / system[i][i];
    }
    return solution;
  }
}
