/**
 * The pictures of every stage, as values: Plotly figures, spectrograms, tables and audio players, each with a form in
 * HTML and, where it can be drawn, a still image. Nothing here knows Jupyter.
 */
package audiotokens.notebook.figure;
