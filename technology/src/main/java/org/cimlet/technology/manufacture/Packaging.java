package org.cimlet.technology.manufacture;

import java.util.ArrayList;
import java.util.List;

/// A way of putting dies together. All dies are tested before: known-good dies go in, and one bond
/// that fails loses the package.
public sealed interface Packaging {

  /// Whether these dies can be put together so at all: a carrier must fit its wafer.
  boolean holds(List<Component> dies);

  /// What one good package of these dies costs.
  ///
  /// @throws IllegalArgumentException where it does not hold them
  PackageBill bill(List<Component> dies);

  /// What developing the package costs once.
  double designUsd(List<Component> dies);

  /// Dies flipped onto an organic substrate.
  ///
  /// @param areaRatio substrate over silicon
  /// @param usdPerMm2 price of a substrate of the fewest layers
  /// @param bondYield of one die
  /// @param bumpUsdPerMm2 solder bumps
  /// @param designUsdPerMm2 development, by area
  /// @param designFixedUsd development, whatever the area
  record Organic(
      double areaRatio,
      double usdPerMm2,
      double bondYield,
      double bumpUsdPerMm2,
      double designUsdPerMm2,
      double designFixedUsd)
      implements Packaging {
    private static final double LARGE_MM2 = 30 * 30;
    private static final double MIDDLING_MM2 = 17 * 17;

    /// @throws IllegalArgumentException where the bond yield is no share or a price negative
    public Organic {
      requireShare(bondYield);
      requirePrices(areaRatio, usdPerMm2, bumpUsdPerMm2, designUsdPerMm2, designFixedUsd);
    }

    @Override
    public boolean holds(List<Component> dies) {
      return true;
    }

    @Override
    public PackageBill bill(List<Component> dies) {
      double area = silicon(dies) * areaRatio;
      double substrate = area * usdPerMm2 * layers(area, number(dies));
      double silicon = 0;
      for (Component die : dies) {
        silicon += die.count() * (die.knownGoodUsd() + die.areaMm2() * bumpUsdPerMm2);
      }
      double yield = Math.pow(bondYield, number(dies));
      double loss = (silicon + substrate) * (1 / yield - 1);
      return new PackageBill(silicon, 0, substrate, loss, yield, yield, 0, area);
    }

    @Override
    public double designUsd(List<Component> dies) {
      double area = silicon(dies) * areaRatio;
      return area * designUsdPerMm2 * layers(area, number(dies)) + designFixedUsd;
    }

    /// Price of a substrate that only spreads the balls of what lies on it.
    double plainUsd(double areaMm2) {
      return areaMm2 * usdPerMm2;
    }

    /// Wires between dies take layers: the price over that of a single die's substrate.
    private static double layers(double areaMm2, int dies) {
      if (dies == 1) {
        return 1;
      }
      return areaMm2 > LARGE_MM2 ? 2 : areaMm2 > MIDDLING_MM2 ? 1.75 : 1.5;
    }
  }

  /// Dies side by side on a carrier, a fan-out layer or a silicon interposer, made and tested on a
  /// wafer of its own, dies placed last; the carrier then goes onto an organic substrate.
  ///
  /// @param wafer what carriers are cut from
  /// @param yield share of good carriers
  /// @param areaRatio carrier over silicon
  /// @param bondYield of one die on the carrier
  /// @param microBumpUsdPerMm2 bumps between die and carrier
  /// @param designUsdPerMm2 development, by the carrier's area
  /// @param designFixedUsd development, whatever the area
  /// @param under the substrate below
  /// @param bumped which dies pay for micro bumps
  record Carrier(
      Wafer wafer,
      DieYield yield,
      double areaRatio,
      double bondYield,
      double microBumpUsdPerMm2,
      double designUsdPerMm2,
      double designFixedUsd,
      Organic under,
      Bumped bumped)
      implements Packaging {
    /// @throws IllegalArgumentException where the bond yield is no share or a price negative
    public Carrier {
      requireShare(bondYield);
      requirePrices(areaRatio, microBumpUsdPerMm2, designUsdPerMm2, designFixedUsd);
    }

    @Override
    public boolean holds(List<Component> dies) {
      return wafer.holds(silicon(dies) * areaRatio);
    }

    @Override
    public PackageBill bill(List<Component> dies) {
      double area = silicon(dies) * areaRatio;
      double below = area * under.areaRatio();
      double carrier = wafer.usd() / wafer.dies(area) + area * under.bumpUsdPerMm2();
      double substrate = under.plainUsd(below);
      double silicon = 0;
      for (Component die : dies) {
        int paying = bumped == Bumped.EVERY_DIE ? die.count() : 1;
        silicon += die.count() * die.knownGoodUsd() + paying * die.areaMm2() * microBumpUsdPerMm2;
      }
      double bonds = Math.pow(bondYield, number(dies));
      double last = under.bondYield();
      double loss =
          silicon * (1 / (bonds * last) - 1)
              + carrier * (1 / (yield.of(area) * bonds * last) - 1)
              + substrate * (1 / last - 1);
      double yield = bonds * last;
      return new PackageBill(silicon, carrier, substrate, loss, yield, yield, area, below);
    }

    @Override
    public double designUsd(List<Component> dies) {
      double area = silicon(dies) * areaRatio;
      return area * designUsdPerMm2 + designFixedUsd + under.plainUsd(area * under.areaRatio());
    }
  }

  /// Dies stacked on one another. Stacks are tested, and those found good are put together like
  /// dies.
  ///
  /// @param height dies in a stack
  /// @param bondYield of one die on the one below
  /// @param bondUsdPerMm2 thinning, through-silicon vias and bonding of one die
  /// @param under what the stacks stand on
  record Stacked(int height, double bondYield, double bondUsdPerMm2, Packaging under)
      implements Packaging {
    /// @throws IllegalArgumentException where the bond yield is no share or there is no stack
    public Stacked {
      requireShare(bondYield);
      requirePrices(bondUsdPerMm2);
      if (height < 2) {
        throw new IllegalArgumentException("a stack must be at least 2 dies high, got " + height);
      }
    }

    @Override
    public boolean holds(List<Component> dies) {
      return under.holds(stacks(dies));
    }

    @Override
    public PackageBill bill(List<Component> dies) {
      return under.bill(stacks(dies)).keeping(keptInStacks(dies));
    }

    /// Dies over those that were bonded for them.
    private double keptInStacks(List<Component> dies) {
      double bonded = 0;
      for (Component die : dies) {
        int rest = die.count() % height;
        bonded += (die.count() - rest) / Math.pow(bondYield, height - 1);
        bonded += rest == 0 ? 0 : rest / Math.pow(bondYield, rest - 1);
      }
      return number(dies) / bonded;
    }

    @Override
    public double designUsd(List<Component> dies) {
      return under.designUsd(stacks(dies));
    }

    /// Good stacks as parts, those that failed paid for; the last of a kind may be lower.
    private List<Component> stacks(List<Component> dies) {
      List<Component> stacks = new ArrayList<>();
      for (Component die : dies) {
        int whole = die.count() / height;
        int rest = die.count() % height;
        if (whole > 0) {
          stacks.add(new Component(die.areaMm2(), goodUsd(die, height), whole));
        }
        if (rest > 0) {
          stacks.add(new Component(die.areaMm2(), goodUsd(die, rest), 1));
        }
      }
      return stacks;
    }

    private double goodUsd(Component die, int high) {
      int bonds = high - 1;
      double made = high * die.knownGoodUsd() + bonds * die.areaMm2() * bondUsdPerMm2;
      return made / Math.pow(bondYield, bonds);
    }
  }

  /// Which dies pay for their micro bumps.
  enum Bumped {
    /// All of them.
    EVERY_DIE,
    /// One of each kind, as the published code of Chiplet Actuary reckons; its printed results come
    /// out only so.
    ONE_OF_EACH_KIND
  }

  private static double silicon(List<Component> dies) {
    return dies.stream().mapToDouble(Component::allMm2).sum();
  }

  private static int number(List<Component> dies) {
    return dies.stream().mapToInt(Component::count).sum();
  }

  private static void requireShare(double bondYield) {
    if (!(bondYield > 0 && bondYield <= 1)) {
      throw new IllegalArgumentException(
          "a bond yield must be above 0 and at most 1, got " + bondYield);
    }
  }

  private static void requirePrices(double... prices) {
    for (double price : prices) {
      if (!(price >= 0)) {
        throw new IllegalArgumentException("prices must be at least 0, got " + price);
      }
    }
  }
}
