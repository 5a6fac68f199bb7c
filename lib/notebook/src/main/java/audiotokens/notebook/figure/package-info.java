/**
 * The pictures of every stage, as values: charts, spectrograms, tables and audio players, each with a form in HTML and,
 * where it can be drawn, a still image. A {@link audiotokens.figure.Chart} is one value that Plotly's figure and the still
 * image are both drawn from; tables of data are Tablesaw's, so that one can go on computing with them. Nothing here knows
 * Jupyter.
 */
package audiotokens.notebook.figure;
