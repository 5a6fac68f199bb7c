package audiotokens.notebook;

/** How the kernel was started. */
final class JupyterSession {
    private JupyterSession() {}

    /**
     * Whether somebody sees each cell's output while it runs, as in JupyterLab: Jupyter's server gives the kernels that
     * it starts this variable with the notebook's path. A notebook that a program executes is seen when it has ended.
     */
    static boolean isWatched() {
        return System.getenv("JPY_SESSION_NAME") != null;
    }
}
