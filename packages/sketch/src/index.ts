// Strokes and pixels become shapes with ranked readings, and shapes a drawing with marks and connections. Pure, without a DOM.

export { decodePicture, pictureBytesMost, picturePixelsMost } from './decode-picture.ts';
export { readDrawing } from './drawing.ts';
export type { DrawingChoices, Drawing, DrawnArrow, DrawnLink, DrawnPart, Label, Role } from './drawing.ts';
export {
  columnOfSpectrum,
  levelsOfPixels,
  levelsOfTable,
  middleOf,
  pictureValue,
  pixelsOfLevels,
  scaledLevels,
  steadied,
  withColumn,
} from './levels.ts';
export type { Extent } from './levels.ts';
export { strokesOf } from './raster.ts';
export type { Pixels } from './raster.ts';
export { recogniseStroke } from './recognise-stroke.ts';
export type { Point, Reading, Shape, ShapeKind, Stroke, StrokePoint } from './shape.ts';
