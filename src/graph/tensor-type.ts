/** What a tensor is, wherever it comes from. */
export type DType = 'float' | 'int' | 'bool';
export type Shape = readonly number[];

export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}
