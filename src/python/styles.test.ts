/** Small networks of other kinds, in other libraries' words: their gradients are right. */
import { expect, test } from 'vitest'
import { check, said } from './testing.ts'

const notebooks: Readonly<Record<string, string>> = {
  mlp_seq: `n=8\nx=torch.randn(n,3)\nclass L:\n  def __init__(s,i,o):\n    s.w=torch.randn(i,o,requires_grad=True)\n  def __call__(s,x): return x@s.w\nl1=L(3,4); l2=L(4,2)\na=l1(x)\nh=a.relu()\no=l2(h)\nloss=o.abs().sum()\nfor t in (a,h,o): t.retain_grad()\nloss.backward()\ndo=o.sign()\ndh=do@l2.w.T\nda=dh*(a>0).float()\n`,
  gelu: `x=torch.randn(5,requires_grad=True)\ny=0.5*x*(1+torch.tanh((2/torch.pi)**0.5*(x+0.044715*x**3)))\nloss=y.sum()\ny.retain_grad()\nloss.backward()\nc=(2/torch.pi)**0.5\nu=c*(x+0.044715*x**3)\nt=torch.tanh(u)\ndy=torch.ones_like(y)\ndx=dy*(0.5*(1+t)+0.5*x*(1-t**2)*c*(1+3*0.044715*x**2))\n`,
  conv1d: `x=torch.randn(2,8)\nw=torch.randn(3,requires_grad=True)\ny=torch.stack([(x[:,i:i+3]*w).sum(1) for i in range(6)],1)\nloss=(y**2).sum()\ny.retain_grad()\nloss.backward()\ndy=2*y\ndw=torch.stack([(dy*x[:,k:k+6]).sum() for k in range(3)])\n`,
  rnn: `T_,D,H=4,3,5\nx=torch.randn(T_,D)\nWx=torch.randn(D,H,requires_grad=True)\nWh=torch.randn(H,H,requires_grad=True)\nhs=[torch.zeros(H)]\nfor t in range(T_):\n    hs.append(torch.tanh(x[t]@Wx+hs[-1]@Wh))\nh_last=hs[-1]\nloss=h_last.sum()\nh_last.retain_grad()\nloss.backward()\ndh_last=torch.ones(H)\ndWx=torch.zeros_like(Wx)\ndWh=torch.zeros_like(Wh)\ndh=dh_last\nfor t in reversed(range(T_)):\n    dz=dh*(1-hs[t+1]**2)\n    dWx+=torch.outer(x[t],dz)\n    dWh+=torch.outer(hs[t],dz)\n    dh=dz@Wh.T\n`,
  dot_scalar: `a=torch.tensor(2.0,requires_grad=True)\nb=torch.tensor(-3.0,requires_grad=True)\nc=a*b\nd=c+a\nL=d.tanh()\nfor t in (c,d): t.retain_grad()\nL.backward()\ndd=1-L**2\ndc=dd\nda=dc*b+dd\ndb=dc*a\n`,
  bce: `n=6\nz=torch.randn(n,requires_grad=True)\ny=(torch.rand(n)>0.5).float()\np=torch.sigmoid(z)\nloss=F.binary_cross_entropy(p,y)\np.retain_grad()\nloss.backward()\ndp=(p-y)/(p*(1-p))/n\ndz=dp*p*(1-p)\n`,
  bcel: `n=6\nz=torch.randn(n,requires_grad=True)\ny=(torch.rand(n)>0.5).float()\nloss=F.binary_cross_entropy_with_logits(z,y)\nloss.backward()\ndz=(torch.sigmoid(z)-y)/n\n`,
  mse: `n=6\nz=torch.randn(n,2,requires_grad=True)\ny=torch.randn(n,2)\nloss=torch.nn.MSELoss()(z,y)\nloss.backward()\ndz=2*(z-y)/z.numel()\n`,
  ce_mod: `n=6\nz=torch.randn(n,3,requires_grad=True)\ny=torch.randint(0,3,(n,))\ncrit=torch.nn.CrossEntropyLoss()\nloss=crit(z,y)\nloss.backward()\ndz=F.softmax(z,dim=1)\ndz[torch.arange(n),y]-=1\ndz/=n\n`,
  linear_mod: `n=6\nx=torch.randn(n,3)\nlin=torch.nn.Linear(3,4)\nz=lin(x)\nloss=z.pow(2).sum()\nz.retain_grad()\nloss.backward()\nW,b=lin.weight,lin.bias\ndz=2*z\ndW=dz.T@x\ndb=dz.sum(0)\n`,
  emb_mod: `n=6\nE=torch.nn.Embedding(5,3)\nix=torch.randint(0,5,(n,))\ne=E(ix)\nloss=e.pow(2).sum()\ne.retain_grad()\nloss.backward()\nde=2*e\n`,
  leaky: `x=torch.randn(7,requires_grad=True)\ny=F.leaky_relu(x,0.1)\nloss=y.pow(2).sum()\ny.retain_grad()\nloss.backward()\ndy=2*y\ndx=torch.where(x>0,dy,0.1*dy)\n`,
  silu: `x=torch.randn(7,requires_grad=True)\ny=F.silu(x)\nloss=y.sum()\ny.retain_grad()\nloss.backward()\ndy=torch.ones_like(y)\ns=torch.sigmoid(x)\ndx=dy*(s+x*s*(1-s))\n`,
  layer_norm_fn: `x=torch.randn(4,6,requires_grad=True)\ny=F.layer_norm(x,(6,))\nw=torch.randn(4,6)\nloss=(y*w).sum()\ny.retain_grad()\nloss.backward()\ndy=w\nm=x.mean(1,keepdim=True)\nv=x.var(1,keepdim=True,unbiased=False)\nr=(v+1e-5)**-0.5\nxh=(x-m)*r\ndx=r*(dy-dy.mean(1,keepdim=True)-xh*(dy*xh).mean(1,keepdim=True))\n`,
  walrus_fmt: `if (n := 5) > 3:\n    x=torch.randn(n,2,requires_grad=True)\ny=x.exp()\nloss=y.mean()\ny.retain_grad()\nloss.backward()\nprint(f"{loss.item():.4f} {n=} {'a':>{n}} {x.shape}")\ndy=torch.ones_like(y)/y.numel()\ndx=dy*y\n`,
  dict_params: `p={'w':torch.randn(3,2,requires_grad=True),'b':torch.zeros(2,requires_grad=True)}\nx=torch.randn(4,3)\nz=x@p['w']+p['b']\nloss=z.square().mean()\nz.retain_grad()\nloss.backward()\ndz=2*z/z.nelement()\nw,b=p['w'],p['b']\ndw=x.T@dz\ndb=dz.sum(0)\n`,
  numpy_grad: `X=np.random.rand(6,3)\nW=np.random.rand(3,2)\nb=np.zeros((1,2))\nz=X@W+b\na=1/(1+np.exp(-z))\ny=np.random.rand(6,2)\nloss=np.mean((a-y)**2)\nda=2*(a-y)/a.size\ndz=da*a*(1-a)\ndW=X.T@dz\ndb=np.sum(dz,axis=0,keepdims=True)\n`,
  numpy_tanh: `X=np.random.randn(5,3)\nW1=np.random.randn(3,4)*0.01\nW2=np.random.randn(4,1)*0.01\nz1=np.dot(X,W1)\na1=np.tanh(z1)\nz2=np.dot(a1,W2)\na2=1/(1+np.exp(-z2))\ny=(np.random.rand(5,1)>0.5).astype(float)\nm=y.shape[0]\ncost=-(1/m)*np.sum(y*np.log(a2)+(1-y)*np.log(1-a2))\ndz2=(a2-y)/m\ndW2=np.dot(a1.T,dz2)\nda1=np.dot(dz2,W2.T)\ndz1=da1*(1-np.power(a1,2))\ndW1=np.dot(X.T,dz1)\n`,
}

test.each(Object.entries(notebooks))('%s', (_, lines) => {
  const { gradients } = check(`import torch\nimport torch.nn.functional as F\nimport numpy as np\n${lines}`)
  expect(gradients.length).toBeGreaterThan(0)
  expect(gradients.filter(one => said(one) !== 'right')).toEqual([])
})
