/* The score of a shape in closed form.
 *
 * Over the pixels S that a shape covers, with weight w, residual r = target -
 * canvas and canvas c, painting colour q at opacity a changes the weighted
 * squared error by
 *
 *   dE(q, a) = sum w |r - a (q - c)|^2 - w |r|^2
 *            = a^2 n |q|^2 - 2 a q.(R + a C) + 2 a RC + a^2 CC
 *
 * with n = sum w, R = sum w r, C = sum w c (three channels each), RC = sum w
 * r.c and CC = sum w c.c. For a given a the best colour is q = (R + a C) /
 * (a n); for free a, with u = a q, dE is a quadratic form in (u, a) whose
 * minimum is at a = -(RC - R.C / n) / (CC - C.C / n).
 *
 * With a palette, q is one of few colours, and each gets its best opacity.
 *
 * Sums are exact integers (in doubles, which hold them); the closed forms are doubles in the order
 * written here, with contraction off, so all back ends agree bit for bit. */
#ifndef PRIM_SCORE_H
#define PRIM_SCORE_H

#include <math.h>

#include "shape.h"

/* Sums of weights are kept in integers, in this part of 1. */
#define PRIM_WEIGHT_ONE 4096

typedef struct PrimTotals {
  double residual[3];     /* R */
  double canvas[3];       /* C */
  double residual_canvas; /* RC */
  double canvas_canvas;   /* CC */
  double weight;          /* n */
} PrimTotals;

/* How a shape is best painted. */
typedef struct PrimFill {
  double delta; /* dE; +infinity when nothing is covered */
  uint8_t color[3];
  uint8_t opacity;
} PrimFill;

/* An 8-bit canvas value c after colour q with opacity a (of 255). */
PRIM_FN uint8_t prim_blend(uint32_t c, uint32_t q, uint32_t a)
{
  return (uint8_t)((c * (255 - a) + q * a + 127) / 255);
}

PRIM_FN int prim_round_clamped(double x, int low, int high)
{
  return !(x > low) ? low : x >= high ? high : (int)(x + 0.5);
}

/* The best 8-bit colour at opacity a; true when a channel left 0..255. */
PRIM_FN int prim_best_color(const PrimTotals *t, int opacity, double *color)
{
  double a = opacity * (1.0 / 255);
  double inverse = 1 / (a * t->weight);
  int clipped = 0;

  for (int i = 0; i < 3; i++) {
    double best = (t->residual[i] + a * t->canvas[i]) * inverse;
    clipped |= best < -0.5 || best >= 255.5;
    color[i] = prim_round_clamped(best, 0, 255);
  }
  return clipped;
}

/* The best opacity for a free colour. */
PRIM_FN int prim_best_opacity(const PrimTotals *t, int low, int high)
{
  double n = t->weight;
  double rc = 0, cc = 0;

  for (int i = 0; i < 3; i++) {
    rc += t->residual[i] * t->canvas[i];
    cc += t->canvas[i] * t->canvas[i];
  }
  double numerator = rc - t->residual_canvas * n;
  double denominator = t->canvas_canvas * n - cc;
  /* A flat canvas: every opacity does, and a higher one keeps colours in range. */
  if (!(denominator > 0))
    return high;
  return prim_round_clamped(numerator / denominator * 255, low, high);
}

/* The best opacity for a given colour (used when the free colour was clipped):
 * a = sum w r.(q - c) / sum w |q - c|^2. */
PRIM_FN int prim_best_opacity_for(const PrimTotals *t, const double *color, int low, int high)
{
  double qq = 0, qr = 0, qc = 0;

  for (int i = 0; i < 3; i++) {
    qq += color[i] * color[i];
    qr += color[i] * t->residual[i];
    qc += color[i] * t->canvas[i];
  }
  double numerator = qr - t->residual_canvas;
  double denominator = t->weight * qq - 2 * qc + t->canvas_canvas;
  if (!(denominator > 0))
    return high;
  return prim_round_clamped(numerator / denominator * 255, low, high);
}

PRIM_FN double prim_delta(const PrimTotals *t, const double *color, int opacity)
{
  double a = opacity * (1.0 / 255);
  double qq = 0, qu = 0;

  for (int i = 0; i < 3; i++) {
    qq += color[i] * color[i];
    qu += color[i] * (t->residual[i] + a * t->canvas[i]);
  }
  return a * (a * (t->weight * qq + t->canvas_canvas) - 2 * (qu - t->residual_canvas));
}

/* prim_delta() of the i-th colour of a palette, at the opacity low..high (of 255,
 * here not whole) that suits it best. */
PRIM_FN double prim_palette_delta(const PrimTotals *t, const PrimPalette *palette, int i,
                                  double low, double high)
{
  double qq = 0, qr = 0, qc = 0;

  for (int k = 0; k < 3; k++) {
    double q = palette->channel[k][i];
    qq += q * q;
    qr += q * t->residual[k];
    qc += q * t->canvas[k];
  }
  double numerator = qr - t->residual_canvas;
  double denominator = t->weight * qq - 2 * qc + t->canvas_canvas;
  double a = denominator > 0 ? numerator / denominator : high;
  a = a < low ? low : a > high ? high : a;
  return a * (a * denominator - 2 * numerator);
}

enum { PRIM_PALETTE_BLOCK = 16 }; /* colours tried at once; divides PRIM_PALETTE_MAX */

/* The i-th colour of a palette, and the opacity for it. */
PRIM_FN PrimFill prim_palette_fill(const PrimTotals *t, const PrimPalette *palette, int i, int low,
                                   int high)
{
  PrimFill fill = {INFINITY, {0, 0, 0}, 0};
  double color[3];

  for (int k = 0; k < 3; k++) {
    color[k] = palette->channel[k][i];
    fill.color[k] = (uint8_t)color[k];
  }
  fill.opacity = (uint8_t)prim_best_opacity_for(t, color, low, high);
  fill.delta = prim_delta(t, color, fill.opacity);
  return fill;
}

/* The best colour of a palette (of equal ones the first) and the opacity for it. */
PRIM_FN PrimFill prim_best_palette_fill(const PrimTotals *t, const PrimPalette *palette, int low,
                                        int high)
{
  PrimFill fill = {INFINITY, {0, 0, 0}, 0};
  int best = 0;

  if (t->weight <= 0)
    return fill;
  for (int first = 0; first < palette->count; first += PRIM_PALETTE_BLOCK) {
    double deltas[PRIM_PALETTE_BLOCK];
    for (int i = 0; i < PRIM_PALETTE_BLOCK; i++)
      deltas[i] = prim_palette_delta(t, palette, first + i, low * (1.0 / 255), high * (1.0 / 255));
    for (int i = 0; i < PRIM_PALETTE_BLOCK && first + i < palette->count; i++)
      if (deltas[i] < fill.delta) {
        fill.delta = deltas[i];
        best = first + i;
      }
  }
  return prim_palette_fill(t, palette, best, low, high);
}

/* The best colour and opacity within low..high (1..255), and their delta. */
PRIM_FN PrimFill prim_best_fill(const PrimTotals *t, int low, int high)
{
  PrimFill fill = {INFINITY, {0, 0, 0}, 0};
  double color[3];
  int opacity = low;

  if (t->weight <= 0)
    return fill;
  if (low < high)
    opacity = prim_best_opacity(t, low, high);
  if (prim_best_color(t, opacity, color) && low < high) {
    opacity = prim_best_opacity_for(t, color, low, high);
    prim_best_color(t, opacity, color);
  }
  fill.delta = prim_delta(t, color, opacity);
  fill.opacity = (uint8_t)opacity;
  for (int i = 0; i < 3; i++)
    fill.color[i] = (uint8_t)color[i];
  return fill;
}

#endif
