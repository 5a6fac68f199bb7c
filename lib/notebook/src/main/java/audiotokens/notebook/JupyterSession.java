package audiotokens.notebook;

/** The Jupyter session that started the kernel. */
final class JupyterSession {
    private JupyterSession() {}

    /**
     * Returns whether output is displayed while a cell runs, as in JupyterLab: Jupyter Server sets JPY_SESSION_NAME to
     * the notebook's path. The output of notebooks executed by nbconvert is displayed afterwards.
     */
    static boolean isLiveFrontend() {
        return System.getenv("JPY_SESSION_NAME") != null;
    }
}
