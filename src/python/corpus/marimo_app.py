import marimo

__generated_with = "0.8.0"
app = marimo.App()

#: 3 claims
#: dw wrong


@app.cell
def __():
    import torch
    return (torch,)


@app.cell
def __(torch):
    n = 6
    x = torch.randn(n, 3)
    w = torch.randn(3, 2, requires_grad=True)
    z = x @ w
    out = torch.sigmoid(z)
    loss = out.sum()
    z.retain_grad()
    out.retain_grad()
    loss.backward()
    return loss, n, out, w, x, z


@app.cell
def __(out, torch, x):
    dout = torch.ones_like(out)
    dz = dout * out * (1 - out)
    dw = -x.T @ dz
    return dout, dw, dz


if __name__ == "__main__":
    app.run()
